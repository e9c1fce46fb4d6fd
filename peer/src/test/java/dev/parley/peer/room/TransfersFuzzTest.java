package dev.parley.peer.room;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.peer.chat.FileProblem;

/** An end that says anything about files in any order, to a person and a disk that do anything: nothing is stored without a yes. */
class TransfersFuzzTest {
    private static final int MAX_STEPS = 200;

    @FuzzTest(maxDuration = "10m")
    void TF_06_no_order_of_events_writes_what_nobody_asked_for(FuzzedDataProvider data) {
        TransferScript script = new TransferScript();
        boolean asked = false;
        int seen = 0;
        for (int i = 0; i < MAX_STEPS && data.remainingBytes() > 0; i++) {
            String line = line(data);
            asked |= line.equals("person accept");
            var done = script.play(line);
            for (String said : done.subList(seen, done.size())) {
                if (said.startsWith("out: work write") || said.startsWith("out: work finish")) {
                    assertThat(asked).as(() -> String.join("\n", done)).isTrue();
                }
            }
            seen = done.size();
        }
    }

    private static String line(FuzzedDataProvider data) {
        String run = " run=" + data.consumeInt(0, 3);
        String standing = " entry=" + data.consumeInt(0, 3) + " from=" + data.consumeInt(0, 12);
        int files = data.consumeInt(1, 3);
        String offer = " files=" + files + " bytes=" + data.consumeInt(0, 12) + (files > 1 ? " folder" : "");
        String count = " count=" + data.consumeInt(1, 12);
        String why = " why=" + data.pickValue(FileProblem.values()).word();
        return switch (data.consumeInt(0, 22)) {
            case 0 -> "person offer" + offer;
            case 1, 2 -> "person accept";
            case 3 -> "person reject";
            case 4 -> "person cancel";
            case 5 -> "session";
            case 6, 7 -> "pump";
            case 8 -> "begin" + run + standing + " size=" + data.consumeInt(0, 12) + " path=\"\"";
            case 9 -> "begin run=1 entry=0 from=0 size=" + data.consumeInt(0, 12) + " path=\"\"";
            case 10, 11 -> "bytes run=1" + count;
            case 12 -> "end run=1";
            case 13, 14 -> "offer" + offer;
            case 15 -> "accept" + run + standing;
            case 16 -> "reject";
            case 17 -> data.consumeBoolean() ? "cancel" + why : "received";
            case 18 -> "prepared" + standing + " before=0";
            case 19 -> "stored" + standing;
            case 20 -> "failed" + why;
            case 21 -> "opened" + standing + " path=\"\" size=" + data.consumeInt(0, 12) + " before=0";
            default -> data.consumeBoolean() ? "read" + count : "ended";
        };
    }
}
