package dev.parley.crypto;

import dev.parley.crypto.primitive.Hash;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Sixty digits that two people compare (PROTOCOL.md section 7.2): the same at both ends, or somebody is between. */
public final class SafetyNumber {
    private static final int ROUNDS = 5_200;
    private static final int GROUP_BYTES = 5;
    private static final int GROUPS_PER_HALF = 6;
    private static final int GROUP_DIGITS = 5;
    public static final int DIGITS = 2 * GROUPS_PER_HALF * GROUP_DIGITS;

    private final String digits;

    private SafetyNumber(String digits) {
        this.digits = digits;
    }

    /** The number of two identity keys, whichever way round. About 10 ms. */
    public static SafetyNumber of(IdentityKey one, IdentityKey other) {
        String first = half(one.spki());
        String second = half(other.spki());
        return new SafetyNumber(first.compareTo(second) <= 0 ? first + second : second + first);
    }

    static SafetyNumber ofSession(byte[] derived) {
        return new SafetyNumber(digits(derived, 2 * GROUPS_PER_HALF));
    }

    /** Sixty digits. */
    public String digits() {
        return digits;
    }

    /** Twelve groups of five. */
    public List<String> groups() {
        List<String> groups = new ArrayList<>();
        for (int at = 0; at < DIGITS; at += GROUP_DIGITS) {
            groups.add(digits.substring(at, at + GROUP_DIGITS));
        }
        return groups;
    }

    /** Whether {@code typed}, less what people put between groups, is a number of this kind; says nothing about which. */
    public static boolean isOne(String typed) {
        return bare(typed).matches("[0-9]{" + DIGITS + "}");
    }

    /** Whether {@code typed}, less what people put between groups, is this number; in constant time. */
    public boolean matches(String typed) {
        return Hash.equal(digits.getBytes(StandardCharsets.UTF_8), bare(typed).getBytes(StandardCharsets.UTF_8));
    }

    private static String bare(String typed) {
        return typed.replaceAll("[\\s\\p{Z}\\p{Cf}\\p{Pd}.,:;|]+", "");
    }

    /** h_0 = u16 0 | SPKI, h_i = SHA-512(h_(i-1) | SPKI); the first thirty bytes of the last. */
    private static String half(byte[] spki) {
        byte[] hash = new byte[2 + spki.length];
        System.arraycopy(spki, 0, hash, 2, spki.length);
        for (int i = 0; i < ROUNDS; i++) {
            hash = Hash.sha512(hash, spki);
        }
        return digits(hash, GROUPS_PER_HALF);
    }

    private static String digits(byte[] bytes, int groups) {
        StringBuilder out = new StringBuilder();
        for (int group = 0; group < groups; group++) {
            long value = 0;
            for (int i = 0; i < GROUP_BYTES; i++) {
                value = value << 8 | bytes[group * GROUP_BYTES + i] & 0xFF;
            }
            String text = Long.toString(value % 100_000);
            out.append("0".repeat(GROUP_DIGITS - text.length())).append(text);
        }
        return out.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SafetyNumber that && matches(that.digits);
    }

    @Override
    public int hashCode() {
        return digits.hashCode();
    }
}
