package dev.banyan.routing;

/// A part of all keys, exact to a hundredth of a percent.
public record Share(int basisPoints) {

    static final int WHOLE = 10_000;

    public static final Share NONE = new Share(0);
    public static final Share ALL = new Share(WHOLE);

    public Share {
        if (basisPoints < 0 || basisPoints > WHOLE) {
            throw new IllegalArgumentException(
                    "A share is 0 to 100 percent, not '%s'.".formatted(basisPoints / 100.0));
        }
    }

    /// A share of whole percents, 0 to 100.
    public static Share ofPercent(int percent) {
        return new Share(Math.multiplyExact(percent, 100));
    }

    /// Whether a key with this bucket belongs to the share. A larger share contains every smaller
    /// one, so raising it moves no key back.
    public boolean contains(int bucket) {
        return bucket < basisPoints;
    }

    @Override
    public String toString() {
        var percent = basisPoints / 100;
        var rest = basisPoints % 100;
        return rest == 0 ? percent + " %" : "%d.%02d %%".formatted(percent, rest);
    }
}
