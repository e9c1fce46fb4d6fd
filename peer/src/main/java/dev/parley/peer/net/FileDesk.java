package dev.parley.peer.net;

import dev.parley.peer.chat.FileProblem;
import dev.parley.peer.room.FileAnswer;
import dev.parley.peer.room.FileWork;
import java.util.function.Consumer;

/** Carries out the work on files of one room, one after the other, on a thread of its own that may wait for disks. */
public interface FileDesk {
    /** Must not throw: what goes wrong is {@link FileAnswer.Failed}. {@code answers} may be called at once, and never waits. */
    void perform(FileWork work, Consumer<FileAnswer> answers);

    /** The room is over and all work is done: close what is open. */
    default void close() {}

    /** For a program that neither sends nor takes files. */
    static FileDesk none() {
        return (work, answers) -> {
            if (work instanceof FileWork.Prepare || work instanceof FileWork.Open) {
                answers.accept(new FileAnswer.Failed(work.id(), FileProblem.UNWRITABLE));
            }
        };
    }
}
