package dev.parley.peer.conformance.peer;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;

/** X-Wing keys and ciphertexts that are bad by annex A.2: what is changed is the X25519 part at the end, or the ML-KEM part of a key. */
enum XWingForgery {
    X25519_POINT_ZERO("0000000000000000000000000000000000000000000000000000000000000000"),
    X25519_POINT_ONE("0100000000000000000000000000000000000000000000000000000000000000"),
    X25519_POINT_OF_ORDER_EIGHT("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800"),
    X25519_POINT_MINUS_ONE("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
    /** 2^255 - 19 + 9: the base point, written the long way. */
    X25519_POINT_ABOVE_THE_PRIME("f6ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
    X25519_POINT_WITH_TOP_BIT("0900000000000000000000000000000000000000000000000000000000000080"),
    ML_KEM_COEFFICIENT_4095("");

    private final byte[] point;

    XWingForgery(String point) {
        this.point = HexFormat.of().parseHex(point);
    }

    String scenario() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether it says something of a ciphertext, too. */
    boolean isOfCiphertexts() {
        return point.length > 0;
    }

    /** A good key or ciphertext, made bad. */
    byte[] change(byte[] good) {
        byte[] bad = good.clone();
        if (point.length > 0) {
            System.arraycopy(point, 0, bad, bad.length - point.length, point.length);
        } else {
            Arrays.fill(bad, 0, 3, (byte) 0xFF);
        }
        return bad;
    }
}
