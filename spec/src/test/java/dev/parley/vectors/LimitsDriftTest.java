package dev.parley.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Section 9 of PROTOCOL.md and the constants of all modules say the same: every row is held by a constant, or said to have none. */
class LimitsDriftTest {
    private static final Path ROOT = Path.of(System.getProperty("parley.root"));

    /** Rows that are a layout, a count of one, or held by a test of their own. */
    private static final Set<String> WITHOUT_CONSTANT =
            Set.of("admission", "memory before a seat", "places tried by an opener", "epoch, seq");

    /** The row, what stands in its second column, the constant behind it, and that constant's value. */
    private static final String[][] HELD = {
        {"relay protocol", "1", "Wire.MIN_PROTOCOL", "1"},
        {"relay protocol", "1", "Wire.MAX_PROTOCOL", "1"},
        {"port, if none is said", "4433", "RelayAddress.DEFAULT_PORT", "4433"},
        {"name of a relay", "253", "RelayAddress.MAX_NAME_LENGTH", "253"},
        {"pin as text", "43", "Pin.TEXT_LENGTH", "43"},
        {"length field", "66,561", "Wire.MAX_LENGTH", "66561"},
        {"envelope", "66,560", "Wire.MAX_ENVELOPE_BYTES", "66560"},
        {"room id, seat key, challenge, proof, relay pin", "32 bytes", "Wire.ROOM_ID_BYTES", "32"},
        {"room id, seat key, challenge, proof, relay pin", "32 bytes", "Wire.SEAT_KEY_BYTES", "32"},
        {"room id, seat key, challenge, proof, relay pin", "32 bytes", "Wire.CHALLENGE_BYTES", "32"},
        {"room id, seat key, challenge, proof, relay pin", "32 bytes", "Wire.PROOF_BYTES", "32"},
        {"room id, seat key, challenge, proof, relay pin", "32 bytes", "Wire.PIN_BYTES", "32"},
        {"text of WELCOME and NOTICE", "512 bytes", "Wire.MAX_NOTICE_BYTES", "512"},
        {"frame without a seat", "76", "Wire.MAX_UNSEATED_LENGTH", "76"},
        {"token, key id, seed of a CHALLENGE", "32 bytes", "AccessToken.BYTES", "32"},
        {"token, key id, seed of a CHALLENGE", "32 bytes", "KeyId.BYTES", "32"},
        {"token, key id, seed of a CHALLENGE", "32 bytes", "AdmissionProof.SEED_BYTES", "32"},
        {"token, key id, seed of a CHALLENGE", "256 bytes", "Wire.SEALED_SEED_BYTES", "256"},
        {"join deadline", "10 s", "Wire.JOIN_DEADLINE_SECONDS", "10"},
        {"hands of TLS shaken, relay's side", "8 s", "Connection.HANDSHAKE_MILLIS", "8000"},
        {"keep-alive of the relay", "12 s", "Wire.KEEP_ALIVE_SECONDS", "12"},
        {"dead after", "28 s", "Wire.DEAD_AFTER_SECONDS", "28"},
        {"clock of the relay: a timer may be late by", "1 s", "EventLoop.TICK_MILLIS", "1000"},
        {"peer: silent relay given up", "one less", "Wire.DEAD_AFTER_SECONDS", "28"},
        {
            "peer: connecting (with TLS), greeting, waiting for CHALLENGE, claiming",
            "10 s",
            "RelayConnection.CONNECT_MILLIS",
            "10000"
        },
        {
            "peer: connecting (with TLS), greeting, waiting for CHALLENGE, claiming",
            "10 s",
            "Seating.GREETING_MILLIS",
            "10000"
        },
        {"linger: relay after a refusal; peer after its last word", "2 s", "Connection.LINGER_MILLIS", "2000"},
        {"linger: relay after a refusal; peer after its last word", "2 s", "PeerLoop.FAREWELL_MILLIS", "2000"},
        {"seat hold", "60 s", "Wire.SEAT_HOLD_SECONDS", "60"},
        {"source shut out by UNSEAT", "60 s", "Wire.UNSEATED_BAN_SECONDS", "60"},
        {"source shut out by UNSEAT", "64", "Room.MAX_BANS", "64"},
        {"envelopes to nobody", "9,437,184", "Wire.MAX_UNHEARD_BYTES", "9437184"},
        {"attempts of one run", "65,536", "Arrivals.ATTEMPT_BITS", "16"},
        {"step after STALE_ATTEMPT; so many in a row mean: opened elsewhere", "64", "Seating.STALE_STEP", "64"},
        {"step after STALE_ATTEMPT; so many in a row mean: opened elsewhere", "4", "Seating.MAX_STALE", "3"},
        {"back-off", "500 ms", "Backoff.FIRST_MILLIS", "500"},
        {"back-off", "4,000 ms", "Backoff.MAX_MILLIS", "4000"},
        {"back-off", "120 s", "Backoff.LONG_ABSENCE_MILLIS", "120000"},
        {"back-off", "30,000 ms", "Backoff.MAX_LONG_MILLIS", "30000"},
        {"hold after NOTICE", "60 s", "Seating.MAX_HOLD_MILLIS", "60000"},
        {"woken: between two connections / wait after the PING of a probe", "1 s", "Seating.WAKE_MILLIS", "1000"},
        {"woken: between two connections / wait after the PING of a probe", "5 s", "Seating.PROBE_MILLIS", "5000"},
        {"peer gives up: first seat, not in a known room", "20 s", "Seating.FIRST_SEAT_MILLIS", "20000"},
        {
            "program without a person gives up: no seat, or an unused session",
            "120 s",
            "RoomRun.SCRIPT_PATIENCE_MILLIS",
            "120000"
        },
        {"retry-after of BUSY and UNSEATED", "5 s", "Wire.BUSY_RETRY_SECONDS", "5"},
        {"retry-after of BUSY and UNSEATED", "60 s", "Wire.UNSEATED_BAN_SECONDS", "60"},
        {"longest retry-after that is heeded", "60 s", "Leg.MAX_RETRY_MILLIS", "60000"},
        {"word list", "1,024", "WordList.SIZE", "1024"},
        {"word list", "3 per", "Invite.WORDS", "3"},
        {"word list", "4 letters", "WordList.PREFIX", "4"},
        {"places", "100000", "Invite.PLACE_MIN", "100000"},
        {"places", "999999", "Invite.PLACES", "900000"},
        {"life of a code", "24 h", "Deadlines.CODE_LIFE_MILLIS", "86400000"},
        {"room name", "64", "RoomName.MAX_LENGTH", "64"},
        {"attempts begun in 10 s before a pause of 6 s", "20", "Meeting.MAX_BEGUN_IN_WINDOW", "20"},
        {"attempts begun in 10 s before a pause of 6 s", "20", "Meeting.WINDOW_MILLIS", "10000"},
        {"unwritten bytes with which an attempt is still begun", "1 MiB", "Leg.MAX_UNWRITTEN_BYTES", "1048576"},
        {"unwritten bytes with which an attempt is still begun", "60 s", "Leg.MAX_RETRY_MILLIS", "60000"},
        {"wait for flight 1 / whole attempt / proof in use", "10 s", "Meeting.FLIGHT_1_MILLIS", "10000"},
        {"wait for flight 1 / whole attempt / proof in use", "20 s /", "Meeting.ATTEMPT_MILLIS", "20000"},
        {"wait for flight 1 / whole attempt / proof in use", "20 s", "Deadlines.UNPROVEN_MILLIS", "20000"},
        {"failed attempts in a row; pause after them in a known room", "3", "Meeting.MAX_BROKEN_IN_A_ROW", "3"},
        {"failed attempts in a row; pause after them in a known room", "6 s", "Meeting.SLOW_MILLIS", "6000"},
        {"RSA key", "2,048", "RsaPublicKey.MODULUS_BITS", "2048"},
        {"RSA key", "294", "RsaPublicKey.SPKI_BYTES", "294"},
        {"nonce", "32", "HelloMessage.NONCE_BYTES", "32"},
        {"announced body limit", "16,384", "SessionFrame.MIN_MAX_BODY_BYTES", "16384"},
        {"announced body limit", "65,523", "SessionFrame.MAX_BODY_BYTES", "65523"},
        {"seed of SHARE and REKEY", "32", "KeySchedule.SEED_BYTES", "32"},
        {"seed of SHARE and REKEY", "256", "RsaOaep.CIPHERTEXT_BYTES", "256"},
        {"guesses", "3 per", "Guesses.ALLOWED", "3"},
        {"pause after a wrong passphrase", "30 s", "Meeting.PASSPHRASE_PAUSE_MILLIS", "30000"},
        {"display name", "128 bytes", "MessageCodec.MAX_NAME_BYTES", "128"},
        {"display name", "32 code", "SafeText.MAX_NAME_CHARS", "32"},
        {"pin, continuity secret", "32 bytes", "Continuity.SECRET_BYTES", "32"},
        {"pin, continuity secret", "32 bytes", "Hash.SHA256_BYTES", "32"},
        {"hints in HELLO", "2 of", "HelloMessage.MAX_HINTS", "2"},
        {"hints in HELLO", "16 bytes", "KeySchedule.HINT_BYTES", "16"},
        {"session id / session number", "16 bytes", "KeySchedule.SESSION_ID_BYTES", "16"},
        {"session id / session number", "60 bytes", "KeySchedule.SESSION_NUMBER_BYTES", "60"},
        {"J-PAKE element / scalar; round 1 / round 2", "384", "JPake.ELEMENT_BYTES", "384"},
        {"J-PAKE element / scalar; round 1 / round 2", "32 bytes", "JPake.SCALAR_BYTES", "32"},
        {"J-PAKE element / scalar; round 1 / round 2", "1,600", "JPake.ROUND1_BYTES", "1600"},
        {"J-PAKE element / scalar; round 1 / round 2", "800", "JPake.ROUND2_BYTES", "800"},
        {"X-Wing key / ciphertext / secret", "1,216", "XWing.PUBLIC_KEY_BYTES", "1216"},
        {"X-Wing key / ciphertext / secret", "1,120", "XWing.CIPHERTEXT_BYTES", "1120"},
        {"X-Wing key / ciphertext / secret", "32 bytes", "XWing.SECRET_BYTES", "32"},
        {"safety number rounds", "5,200", "SafetyNumber.ROUNDS", "5200"},
        {"body of a session frame", "65,523", "SessionFrame.MAX_BODY_BYTES", "65523"},
        {"plain text of a session frame", "256", "SessionFrame.MIN_PLAIN_BYTES", "256"},
        {"plain text of a session frame", "65,536", "SessionFrame.MAX_PLAIN_BYTES", "65536"},
        {"nonce / tag of a session frame", "12", "AeadCipher.NONCE_BYTES", "12"},
        {"nonce / tag of a session frame", "16 bytes", "AeadCipher.TAG_BYTES", "16"},
        {"PING", "16 bytes", "Conversation.PING_BYTES", "16"},
        {"reason of BYE", "256", "Conversation.MAX_REASON_BYTES", "256"},
        {"unusable frames in a row until a session is dropped", "2", "Company.MAX_UNUSABLE_IN_A_ROW", "2"},
        {"repeated ack for duplicates", "1 s", "Conversation.REPEATED_ACK_MILLIS", "1000"},
        {
            "unacked content / reserve beyond it / unwritten / unwritten before acks wait",
            "8 MiB",
            "Outbox.MAX_CONTENT_BYTES",
            "8388608"
        },
        {
            "unacked content / reserve beyond it / unwritten / unwritten before acks wait",
            "1 MiB",
            "Outbox.MAX_OTHER_BYTES",
            "1048576"
        },
        {
            "unacked content / reserve beyond it / unwritten / unwritten before acks wait",
            "128 KiB",
            "Conversation.MAX_UNWRITTEN_BYTES",
            "131072"
        },
        {
            "unacked content / reserve beyond it / unwritten / unwritten before acks wait",
            "256 KiB",
            "Conversation.MAX_RESERVE_BYTES",
            "262144"
        },
        {"undelivered parts", "1,024", "Outgoing.MAX_UNDELIVERED", "1024"},
        {"rekey due", "32 messages", "RekeyRule.CONTENT_FRAMES", "32"},
        {"rekey due", "16 MiB", "RekeyRule.BYTES", "16777216"},
        {"rekey due", "5 min", "RekeyRule.MAX_AGE_MILLIS", "300000"},
        {"rekey due", "1 s", "RekeyRule.MIN_AGE_MILLIS", "1000"},
        {"epoch exhausted", "1 GiB", "RekeyRule.MAX_EPOCH_BYTES", "1073741824"},
        {"epoch exhausted", "65,536", "RekeyRule.MAX_EPOCH_FRAMES", "65536"},
        {"epoch exhausted", "60 s", "Conversation.EXHAUSTED_MILLIS", "60000"},
        {"wait for acks before BYE / for the answer", "5 s", "RoomClient.BYE_MILLIS", "5000"},
        {"wait for acks before BYE / for the answer", "2 s", "RoomClient.BYE_ANSWER_MILLIS", "2000"},
        {"a cut that is not worth a line yet", "1,500", "Presence.QUIET_BREAK_MILLIS", "1500"},
        {"id of a part", "16 bytes", "MessagePart.ID_BYTES", "16"},
        {"text of one part / of one message", "32,768", "MessageCodec.MAX_PART_BYTES", "32768"},
        {"text of one part / of one message", "1,048,576", "MessageCodec.MAX_TEXT_BYTES", "1048576"},
        {"JSON of one part, when sending", "16,000", "MessageCodec.MAX_JSON_BYTES", "16000"},
        {"JSON nesting", "16", "StrictJson.MAX_DEPTH", "16"},
        {"parts of one message", "512", "Assembly.MAX_PARTS", "512"},
        {"shown line / lines of a text / marks on one character", "100,000", "SafeText.MAX_CHARS", "100000"},
        {"shown line / lines of a text / marks on one character", "1,000", "SafeText.MAX_LINES", "1000"},
        {"shown line / lines of a text / marks on one character", "4", "SafeText.MAX_MARKS", "4"},
        {"ids kept", "1,024", "RecentIds.KEPT", "1024"},
        {"bytes of one piece of a stream / its window", "11,520", "Message.MAX_BYTES", "11520"},
        {"bytes of one piece of a stream / its window", "4,194,304", "Message.WINDOW_BYTES", "4194304"},
        {"id of an offer / hash", "16 bytes", "TransferId.BYTES", "16"},
        {"id of an offer / hash", "32 bytes", "FileHash.BYTES", "32"},
        {"name of an offer / path of an entry", "1,024", "Offer.MAX_NAME_BYTES", "1024"},
        {"name of an offer / path of an entry", "4,096", "Offer.MAX_PATH_BYTES", "4096"},
        {"files of an offer", "100,000", "Offer.MAX_FILES", "100000"},
        {"bytes of an offer", "999,999,999,999,999,999", "Offer.MAX_BYTES", "999999999999999999"},
        {"accepts: highest run", "4,294,967,295", "FileNotes.MAX_RUN", "4294967295"},
        {"own offers / offers of the other", "16", "Transfers.MAX_OURS", "16"},
        {"own offers / offers of the other", "64", "Transfers.MAX_THEIRS", "64"},
        {"accepts of one offer in one session", "16", "Transfers.MAX_ACCEPTS", "16"},
        {"ended offers remembered", "256", "EndedTransfers.KEPT", "256"},
        {"undelivered parts beyond which no unasked answer is given", "256", "Transfers.MAX_CROWD", "256"},
        {"window of chunks", "8 KiB", "Pace.MIN_WINDOW_BYTES", "8192"},
        {"window of chunks", "6 MiB", "Pace.MAX_WINDOW_BYTES", "6291456"},
        {"window of chunks", "70 ms", "Pace.QUEUE_MILLIS", "70"},
        {"window of chunks", "10 s", "Pace.LEAST_MILLIS", "10000"},
        {"plain text of a chunk", "4 KiB", "Pace.MIN_CHUNK_BYTES", "4096"},
        {"plain text of a chunk", "64 KiB", "Pace.MAX_CHUNK_BYTES", "65536"},
        {"read ahead / waiting to be written", "1 MiB", "Sending.READ_BYTES", "524288"},
        {"read ahead / waiting to be written", "8 MiB", "FileThread.MAX_WAITING_BYTES", "8388608"},
        {"stored component of a name / depth of a path", "255", "OfferedName.MAX_BYTES", "255"},
        {"stored component of a name / depth of a path", "32", "ListedPath.MAX_DEPTH", "32"},
    };

    private static Map<String, String> rows() throws IOException {
        String document = Files.readString(ROOT.resolve("spec/PROTOCOL.md"), StandardCharsets.UTF_8);
        String section = document.substring(document.indexOf("## 9 Limits"), document.indexOf("## 10 "));
        Map<String, String> rows = new LinkedHashMap<>();
        Matcher row = Pattern.compile("(?m)^\\| ([^|]+) \\| ([^|]+) \\| [A0-9][0-9., A]* \\|$")
                .matcher(section);
        while (row.find()) {
            assertThat(rows.put(row.group(1), row.group(2))).as(row.group(1)).isNull();
        }
        assertThat(rows)
                .hasSize((int) section.lines()
                                .filter(line -> line.startsWith("| "))
                                .count()
                        - 1);
        return rows;
    }

    @Test
    void every_limit_of_the_document_is_the_constant_of_the_code() throws IOException {
        Map<String, String> rows = rows();
        Set<String> unheld = new TreeSet<>(rows.keySet());
        unheld.removeAll(WITHOUT_CONSTANT);
        for (String[] held : HELD) {
            assertThat(rows).as(held[2]).containsKey(held[0]);
            assertThat(rows.get(held[0])).as(held[2]).contains(held[1]);
            assertThat(constant(held[2])).as(held[2]).isEqualTo(Long.parseLong(held[3]));
            unheld.remove(held[0]);
        }
        assertThat(unheld).isEmpty();
        assertThat(rows.keySet()).containsAll(WITHOUT_CONSTANT);
    }

    /** Every limit and timer of the peers' core has a row. A new one without a row is a wire rule that nobody was told. */
    @Test
    void no_limit_of_a_core_is_without_its_row() throws IOException {
        Set<String> known = new TreeSet<>();
        for (String[] held : HELD) {
            known.add(held[2]);
        }
        Set<String> unknown = new TreeSet<>();
        for (String core :
                List.of("spec/src/main/java/dev/parley/wire/Wire.java", "peer/src/main/java/dev/parley/peer/room")) {
            try (var files = Files.walk(ROOT.resolve(core))) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".java")).toList()) {
                    String name = file.getFileName().toString().replace(".java", "");
                    Matcher found = Pattern.compile(
                                    "static final (?:int|long) ([A-Z0-9_]*(?:MAX|MIN|MILLIS|SECONDS|ALLOWED|KEPT)[A-Z0-9_]*) =")
                            .matcher(Files.readString(file));
                    while (found.find()) {
                        unknown.add(name + "." + found.group(1));
                    }
                }
            }
        }
        unknown.removeAll(known);
        assertThat(unknown).isEqualTo(new TreeSet<>(INTERNAL));
    }

    /** How this program goes about it; another may do it otherwise. */
    private static final List<String> INTERNAL = List.of(
            "Conversation.MAX_PONGS_OWED",
            "Incoming.MAX_UNTOLD",
            "Pace.BUCKET_MILLIS",
            "Pace.SPAN_MILLIS",
            "Presence.MAX_SHORT_LIVED",
            "Presence.SHORT_LIVED_MILLIS",
            "Pulse.PAUSE_MILLIS",
            "RoomRecord.MAX_ITEM_BYTES",
            "Seating.SILENCE_MILLIS");

    /** The value of {@code Class.NAME}, as its source writes it: whole numbers, other constants, and * + - << between them. */
    private static long constant(String qualified) throws IOException {
        String className = qualified.substring(0, qualified.indexOf('.'));
        String name = qualified.substring(qualified.indexOf('.') + 1);
        Matcher found = Pattern.compile("\\b" + name + " = ([^;]+);").matcher(sourceOf(className));
        assertThat(found.find()).as(qualified).isTrue();
        return value(found.group(1), className);
    }

    private static long value(String expression, String className) throws IOException {
        int shift = expression.indexOf("<<");
        if (shift >= 0) {
            return value(expression.substring(0, shift), className)
                    << value(expression.substring(shift + 2), className);
        }
        for (char operator : new char[] {'+', '-', '*'}) {
            int at = expression.lastIndexOf(operator);
            if (at >= 0) {
                long left = value(expression.substring(0, at), className);
                long right = value(expression.substring(at + 1), className);
                return operator == '+' ? left + right : operator == '-' ? left - right : left * right;
            }
        }
        String operand = expression.strip();
        if (operand.matches("(0x)?[0-9A-F_]+L?")) {
            return Long.decode(operand.replace("_", "").replace("L", ""));
        }
        return constant(operand.contains(".") ? operand : className + "." + operand);
    }

    /** All main sources of that name: some modules have a class of the same name. */
    private static String sourceOf(String className) throws IOException {
        StringBuilder sources = new StringBuilder();
        for (String module : List.of("spec", "crypto", "relay", "peer")) {
            try (var files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
                for (Path file :
                        files.filter(path -> path.endsWith(className + ".java")).toList()) {
                    sources.append(Files.readString(file));
                }
            }
        }
        assertThat(sources).as("%s is named and does not exist", className).isNotEmpty();
        return sources.toString();
    }
}
