package dev.parley.peer.ui;

import io.nayuki.qrcodegen.QrCode;
import io.nayuki.qrcodegen.QrSegment;
import java.util.ArrayList;
import java.util.List;

/** A text as a QR code for a terminal: two rows of modules in one row of characters, with the quiet zone of ISO/IEC 18004 around. */
public final class QrPicture {
    private static final int QUIET = 4;

    private final QrCode code;

    private QrPicture(QrCode code) {
        this.code = code;
    }

    /** @param text short and plain: digits alone make the smallest picture */
    static QrPicture of(String text) {
        return new QrPicture(QrCode.encodeSegments(QrSegment.makeSegments(text), QrCode.Ecc.MEDIUM));
    }

    /** In columns. */
    int width() {
        return code.size + 2 * QUIET;
    }

    /** @param inkIsDark whether what is drawn looks darker than what is left blank, as on paper; a dark terminal is the other way round */
    List<String> rows(boolean inkIsDark) {
        List<String> rows = new ArrayList<>();
        for (int y = -QUIET; y < code.size + QUIET; y += 2) {
            StringBuilder row = new StringBuilder(width());
            for (int x = -QUIET; x < code.size + QUIET; x++) {
                boolean upper = code.getModule(x, y) == inkIsDark;
                boolean lower = code.getModule(x, y + 1) == inkIsDark;
                row.append(upper ? lower ? '█' : '▀' : lower ? '▄' : ' ');
            }
            rows.add(row.toString());
        }
        return rows;
    }
}
