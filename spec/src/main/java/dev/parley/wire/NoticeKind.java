package dev.parley.wire;

/** Kinds of NOTICE; the ordinal plus one is the byte on the wire. */
public enum NoticeKind {
    RESTARTING,
    OPERATOR_TEXT
}
