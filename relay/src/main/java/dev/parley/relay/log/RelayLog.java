package dev.parley.relay.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.OutputStreamAppender;
import java.io.OutputStream;
import java.util.regex.Pattern;
import org.slf4j.spi.LoggingEventBuilder;

/** Writes one JSON object per line. Safe for many threads. */
public final class RelayLog {
    private static final Pattern UNPRINTABLE = Pattern.compile("[^ -~]");

    private final Logger logger;

    /** Logs to {@code out}, which stays open. Set up by hand: reading a configuration file would cost the start a quarter of a second. */
    public RelayLog(OutputStream out, LogLevel level) {
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        JsonEncoder encoder = new JsonEncoder();
        encoder.setContext(context);
        encoder.setWithSequenceNumber(false);
        encoder.setWithNanoseconds(false);
        encoder.setWithThreadName(false);
        encoder.setWithLoggerName(false);
        encoder.setWithContext(false);
        encoder.setWithMDC(false);
        encoder.setWithThrowable(false);
        encoder.start();
        OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.setOutputStream(out);
        appender.start();
        logger = context.getLogger("parley-relay");
        logger.addAppender(appender);
        level(level);
    }

    /** From now on this much. */
    public void level(LogLevel level) {
        logger.setLevel(
                switch (level) {
                    case OFF -> Level.OFF;
                    case ERROR -> Level.ERROR;
                    case WARN -> Level.WARN;
                    case INFO -> Level.INFO;
                });
    }

    /** A line that is written when it is complete. */
    public Line info(String what) {
        return new Line(logger.atInfo(), what);
    }

    public Line warn(String what) {
        return new Line(logger.atWarn(), what);
    }

    public Line error(String what) {
        return new Line(logger.atError(), what);
    }

    /** One line: what happened, and facts about it. */
    public static final class Line {
        private LoggingEventBuilder builder;
        private final String what;

        private Line(LoggingEventBuilder builder, String what) {
            this.builder = builder;
            this.what = clean(what);
        }

        public Line with(String name, Object value) {
            builder = builder.addKeyValue(clean(name), clean(value.toString()));
            return this;
        }

        public void write() {
            builder.log(what);
        }

        /** The encoder escapes what JSON must have escaped; a terminal or a log reader obeys more than that. */
        private static String clean(String text) {
            return UNPRINTABLE
                    .matcher(text)
                    .replaceAll(
                            found -> String.format("<%04X>", (int) found.group().charAt(0)));
        }
    }
}
