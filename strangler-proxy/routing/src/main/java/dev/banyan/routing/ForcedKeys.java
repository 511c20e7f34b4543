package dev.banyan.routing;

import java.util.Collection;

/// A set of keys that can be asked for a region of a text.
final class ForcedKeys {

    private final String[][] slots;

    ForcedKeys(Collection<String> keys) {
        this.slots = new String[Integer.highestOneBit(Math.max(1, keys.size())) * 2][];
        for (var key : keys) {
            int slot = slot(key, 0, key.length());
            var before = slots[slot];
            int length = before == null ? 0 : before.length;
            var after = new String[length + 1];
            if (before != null) {
                System.arraycopy(before, 0, after, 0, length);
            }
            after[length] = key;
            slots[slot] = after;
        }
    }

    boolean contains(String text, int from, int to) {
        var candidates = slots[slot(text, from, to)];
        if (candidates == null) {
            return false;
        }
        for (var key : candidates) {
            if (key.length() == to - from && text.startsWith(key, from)) {
                return true;
            }
        }
        return false;
    }

    private int slot(String text, int from, int to) {
        int hash = Bucket.hash(0, text, from, to);
        return (hash ^ (hash >>> 16)) & (slots.length - 1);
    }
}
