package dev.parley.relay.admission;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * A block of addresses: the first {@code bits} of 128. IPv4 is held as it is mapped into IPv6, so that both spellings of an address are
 * one; a block of IPv6 never holds IPv4.
 */
public record AddressPrefix(long high, long low, int bits) {
    private static final int V4_BITS = 32;
    private static final int V6_BITS = 128;
    private static final int MAPPED_BITS = V6_BITS - V4_BITS;
    private static final long MAPPED = 0xFFFFL << V4_BITS;

    /** What one home gets of IPv6: an address alone is denied with its neighbours of the same home. */
    private static final int V6_HOME_BITS = 64;

    public AddressPrefix {
        if (bits < 0 || bits > V6_BITS) {
            throw new IllegalArgumentException("A prefix has 0 to 128 bits, not " + bits + ".");
        }
        high &= mask(bits);
        low &= mask(bits - Long.SIZE);
    }

    private static long mask(int bits) {
        return bits <= 0 ? 0 : bits >= Long.SIZE ? -1 : -1L << (Long.SIZE - bits);
    }

    /** The block of one address, of 4 or 16 bytes. */
    public static AddressPrefix ofAddress(byte[] address) {
        if (address.length == V4_BITS / 8) {
            return new AddressPrefix(0, MAPPED | ByteBuffer.wrap(address).getInt() & 0xFFFF_FFFFL, V6_BITS);
        }
        ByteBuffer bytes = ByteBuffer.wrap(address);
        return new AddressPrefix(bytes.getLong(), bytes.getLong(), V6_BITS);
    }

    /** Reads {@code ADDRESS} or {@code ADDRESS/BITS}; an IPv6 address alone means its /64. Empty for anything else; asks no name server. */
    public static Optional<AddressPrefix> parse(String text) {
        int slash = text.indexOf('/');
        Optional<AddressPrefix> address = parseAddress(slash < 0 ? text : text.substring(0, slash));
        if (address.isEmpty()) {
            return address;
        }
        boolean asV4 = text.indexOf(':') < 0;
        if (slash < 0) {
            return address.map(it -> it.isV4() ? it : new AddressPrefix(it.high, it.low, V6_HOME_BITS));
        }
        String length = text.substring(slash + 1);
        int max = asV4 ? V4_BITS : V6_BITS;
        if (!length.matches("0|[1-9][0-9]{0,2}") || Integer.parseInt(length) > max) {
            return Optional.empty();
        }
        int given = Integer.parseInt(length) + (asV4 ? MAPPED_BITS : 0);
        return address.map(it -> new AddressPrefix(it.high, it.low, given));
    }

    private static Optional<AddressPrefix> parseAddress(String text) {
        byte[] v4 = text.indexOf(':') < 0 ? v4(text) : new byte[0];
        if (v4.length > 0) {
            return Optional.of(ofAddress(v4));
        }
        return v6(text);
    }

    /** Four numbers; no bytes if it is something else. Leading zeros, which some read as octal, are refused. */
    private static byte[] v4(String text) {
        String[] parts = text.split("\\.", -1);
        byte[] bytes = new byte[V4_BITS / 8];
        if (parts.length != bytes.length) {
            return new byte[0];
        }
        for (int i = 0; i < parts.length; i++) {
            if (!parts[i].matches("0|[1-9][0-9]{0,2}") || Integer.parseInt(parts[i]) > 255) {
                return new byte[0];
            }
            bytes[i] = (byte) Integer.parseInt(parts[i]);
        }
        return bytes;
    }

    private static Optional<AddressPrefix> v6(String text) {
        int gap = text.indexOf("::");
        if (text.length() > 45 || text.indexOf(':') < 0 || gap != text.lastIndexOf("::")) {
            return Optional.empty();
        }
        byte[] head = groups(gap < 0 ? text : text.substring(0, gap), gap < 0);
        byte[] tail = gap < 0 ? new byte[0] : groups(text.substring(gap + 2), true);
        int used = head.length + tail.length;
        if (gap < 0 ? used != 16 : used > 14) {
            return Optional.empty();
        }
        byte[] whole = Arrays.copyOf(head, 16);
        System.arraycopy(tail, 0, whole, 16 - tail.length, tail.length);
        return Optional.of(ofAddress(whole));
    }

    /**
     * Groups of up to four hex digits between colons; the last may be an IPv4 address if {@code isEnd}. More bytes than fit if it is
     * something else.
     */
    private static byte[] groups(String text, boolean isEnd) {
        if (text.isEmpty()) {
            return new byte[0];
        }
        String[] parts = text.split(":", -1);
        ByteBuffer out = ByteBuffer.allocate(2 * parts.length + 2);
        for (int i = 0; i < parts.length; i++) {
            byte[] v4 = isEnd && i == parts.length - 1 ? v4(parts[i]) : new byte[0];
            if (v4.length > 0) {
                out.put(v4);
            } else if (parts[i].matches("[0-9A-Fa-f]{1,4}")) {
                out.putShort((short) Integer.parseInt(parts[i], 16));
            } else {
                return new byte[17];
            }
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    /** Whether it is IPv4, in whatever spelling it came. */
    public boolean isV4() {
        return bits >= MAPPED_BITS && high == 0 && low >>> V4_BITS == MAPPED >>> V4_BITS;
    }

    public boolean contains(AddressPrefix address) {
        return address.bits >= bits
                && address.isV4() == isV4()
                && (address.high & mask(bits)) == high
                && (address.low & mask(bits - Long.SIZE)) == low;
    }

    /** As {@link #parse} reads it. */
    public String format() {
        if (isV4()) {
            return (low >>> 24 & 255) + "." + (low >>> 16 & 255) + "." + (low >>> 8 & 255) + "." + (low & 255)
                    + (bits == V6_BITS ? "" : "/" + (bits - MAPPED_BITS));
        }
        StringBuilder out = new StringBuilder();
        int groups = Math.max(1, (bits + 15) / 16);
        for (int i = 0; i < groups; i++) {
            long half = i < 4 ? high : low;
            out.append(i == 0 ? "" : ":").append(Long.toHexString(half >>> (48 - 16 * (i % 4)) & 0xFFFF));
        }
        return out.append(groups == 8 ? "" : "::").append('/').append(bits).toString();
    }
}
