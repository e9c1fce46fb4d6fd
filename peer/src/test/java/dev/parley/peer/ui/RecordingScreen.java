package dev.parley.peer.ui;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** A person who sees everything and whose answers are known beforehand. */
final class RecordingScreen implements Screen {
    final List<String> told = new ArrayList<>();
    final Deque<String> answers = new ArrayDeque<>();
    final Switches switches = Switches.unset();
    String status = "";
    private final boolean interactive;

    RecordingScreen(boolean interactive) {
        this.interactive = interactive;
    }

    @Override
    public void show(Line line) {
        told.add(line.plain());
    }

    @Override
    public void tell(Line line) {
        told.add(line.plain());
    }

    @Override
    public void status(List<Line> lines, String mark) {
        status = lines.get(0).plain();
    }

    @Override
    public void onKey(Runnable listener) {}

    @Override
    public void offer(Offer offer) {}

    @Override
    public Optional<String> readLine() {
        return Optional.ofNullable(answers.poll());
    }

    @Override
    public Optional<String> ask(String question, boolean hidden) {
        told.add(question + (hidden ? "(hidden)" : ""));
        return readLine();
    }

    @Override
    public void interrupt() {}

    @Override
    public boolean isInteractive() {
        return interactive;
    }

    @Override
    public void clear() {}

    @Override
    public void draw(QrPicture picture) {
        told.add("(picture)");
    }

    @Override
    public void ring() {
        told.add("(bell)");
    }

    @Override
    public void title(String label) {}

    @Override
    public Switches switches() {
        return switches;
    }

    @Override
    public void onInterrupt(BooleanSupplier hook) {}

    @Override
    public void close() {}
}
