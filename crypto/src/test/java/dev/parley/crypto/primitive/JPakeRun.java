package dev.parley.crypto.primitive;

/** Both sides of J-PAKE after round 1, with round 2 of each still to be handed over. */
final class JPakeRun {
    static final String A = "aa".repeat(32);
    static final String B = "bb".repeat(32);
    static final String PASSWORD = "0123456789abcdef".repeat(4);

    final JPake a;
    final JPake b;
    final byte[] a1;
    final byte[] b1;
    final byte[] a2;
    final byte[] b2;

    /** Two honest ends with one password. */
    JPakeRun() {
        this(PASSWORD, PASSWORD);
    }

    JPakeRun(String passwordOfA, String passwordOfB) {
        a = side(A, passwordOfA);
        b = side(B, passwordOfB);
        a1 = a.round1();
        b1 = b.round1();
        a2 = a.onRound1(B, b1).orElseThrow();
        b2 = b.onRound1(A, a1).orElseThrow();
    }

    static JPake side(String id, String password) {
        return new JPake(id, password.toCharArray(), Randomness.system());
    }
}
