package dev.banyan.routing;

/// The place of a key among ten thousand: 32-bit FNV-1a over salt and key, finished as MurmurHash3
/// does (`fmix32`), because FNV alone leaves keys that differ in their last character together.
final class Bucket {

    private static final int OFFSET_BASIS = 0x811C9DC5;
    private static final int PRIME = 0x01000193;

    private Bucket() {}

    static int salt(String module) {
        return hash(OFFSET_BASIS, module, 0, module.length());
    }

    static int of(int salt, String text, int from, int to) {
        return Integer.remainderUnsigned(finish(hash(salt, text, from, to)), Share.WHOLE);
    }

    /// FNV-1a over the UTF-16 units of a region, low byte first, and a separator before them, so
    /// that the end of the salt and the begin of the key cannot be confused.
    static int hash(int start, String text, int from, int to) {
        int hash = start * PRIME;
        for (int i = from; i < to; i++) {
            char unit = text.charAt(i);
            hash = (hash ^ (unit & 0xFF)) * PRIME;
            hash = (hash ^ (unit >>> 8)) * PRIME;
        }
        return hash;
    }

    private static int finish(int hash) {
        hash ^= hash >>> 16;
        hash *= 0x85EBCA6B;
        hash ^= hash >>> 13;
        hash *= 0xC2B2AE35;
        return hash ^ (hash >>> 16);
    }
}
