package dev.banyan.proxy.path;

import dev.banyan.proxy.spi.Limits;
import io.netty.handler.codec.http.HttpDecoderConfig;

/// How Netty's decoders are set: everything strict, and the limits of the settings.
final class Codecs {

    static final int CHUNK = 65_536;
    private static final int INITIAL_BUFFER = 256;

    private Codecs() {}

    static HttpDecoderConfig of(Limits limits) {
        return new HttpDecoderConfig()
                .setMaxInitialLineLength(limits.requestLine())
                .setMaxHeaderSize(limits.headSize())
                .setMaxChunkSize(CHUNK)
                .setInitialBufferSize(INITIAL_BUFFER)
                .setChunkedSupported(true)
                .setAllowPartialChunks(true)
                .setAllowDuplicateContentLengths(false)
                .setStrictLineParsing(true)
                .setUseRfc9112TransferEncoding(true)
                .setValidateHeaders(true);
    }
}
