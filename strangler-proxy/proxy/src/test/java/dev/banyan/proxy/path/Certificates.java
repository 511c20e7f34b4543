package dev.banyan.proxy.path;

import dev.banyan.proxy.spi.TlsSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Objects;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/// A certificate for `localhost`, made by the JDK's keytool and signed by itself.
final class Certificates {

    private static final String PASSWORD = "changeit";

    private static @Nullable TlsSettings shared;

    private Certificates() {}

    /// One for all tests of this process: the keytool takes its time.
    static synchronized TlsSettings shared() throws IOException, GeneralSecurityException {
        if (shared == null) {
            var folder = Files.createTempDirectory("certificate");
            folder.toFile().deleteOnExit();
            shared = in(folder);
            try (var files = Files.list(folder)) {
                files.forEach(file -> file.toFile().deleteOnExit());
            }
        }
        return shared;
    }

    private static TlsSettings in(Path folder) throws IOException, GeneralSecurityException {
        var store = folder.resolve("store.p12");
        run(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-validity",
                "2",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=dns:localhost",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                store.toString());
        var keys = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        var key = Objects.requireNonNull(keys.getKey("server", PASSWORD.toCharArray()));
        var certificate = keys.getCertificate("server").getEncoded();
        return new TlsSettings(
                write(folder.resolve("certificate.pem"), "CERTIFICATE", certificate),
                write(folder.resolve("key.pem"), "PRIVATE KEY", key.getEncoded()),
                null);
    }

    /// The same with its key behind a password.
    static TlsSettings encrypted(Path folder, TlsSettings plain, String password)
            throws IOException, GeneralSecurityException {
        var algorithm = "PBEWithHmacSHA256AndAES_256";
        var secret =
                SecretKeyFactory.getInstance(algorithm)
                        .generateSecret(new PBEKeySpec(password.toCharArray()));
        var cipher = Cipher.getInstance(algorithm);
        cipher.init(Cipher.ENCRYPT_MODE, secret);
        var pem = Files.readString(plain.privateKey()).replaceAll("-----[A-Z ]+-----", "");
        var hidden = cipher.doFinal(Base64.getMimeDecoder().decode(pem));
        // The cipher's own parameters carry a name that has no number in ASN.1.
        var parameters = AlgorithmParameters.getInstance("PBES2");
        parameters.init(cipher.getParameters().getEncoded());
        var content = new EncryptedPrivateKeyInfo(parameters, hidden).getEncoded();
        var file = write(folder.resolve("encrypted.pem"), "ENCRYPTED PRIVATE KEY", content);
        return new TlsSettings(plain.certificates(), file, password);
    }

    private static Path write(Path file, String kind, byte[] content) throws IOException {
        var text = Base64.getMimeEncoder().encodeToString(content);
        var pem = "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(kind, text, kind);
        return Files.writeString(file, pem);
    }

    private static void run(String... command) throws IOException {
        try {
            int exit = new ProcessBuilder(command).inheritIO().start().waitFor();
            if (exit != 0) {
                throw new IOException("keytool ended with " + exit);
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
