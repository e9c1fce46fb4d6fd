package dev.parley.peer.machine;

import dev.parley.peer.chat.Offer;
import dev.parley.peer.room.FileEvent;
import java.util.ArrayList;
import java.util.List;

/** What happens with files, as events; names and paths are what the other side claims. */
final class JsonFiles implements FileEvent.Handler {
    private final JsonLines out;

    JsonFiles(JsonLines out) {
        this.out = out;
    }

    /** One event of a transfer, and its fields beside the id: names and values in turn. */
    private void event(String type, FileEvent event, Object... more) {
        List<Object> fields = new ArrayList<>(List.of("id", event.id().hex()));
        fields.addAll(List.of(more));
        out.event(type, fields.toArray());
    }

    @Override
    public void onOffered(FileEvent.Offered offered) {
        Offer offer = offered.offer();
        String name = offer.name().raw();
        event(
                "file_offered",
                offered,
                "name",
                name,
                "files",
                offer.files(),
                "bytes",
                offer.bytes(),
                "folder",
                offer.folder(),
                "waiting",
                offered.waiting());
    }

    @Override
    public void onBegun(FileEvent.Begun begun) {
        event("file_begun", begun, "ours", begun.ours(), "done", begun.done(), "total", begun.total());
    }

    @Override
    public void onProgress(FileEvent.Progress progress) {
        event("file_progress", progress, "ours", progress.ours(), "done", progress.done(), "total", progress.total());
    }

    @Override
    public void onReceived(FileEvent.Received received) {
        event("file_received", received, "name", received.name().raw());
    }

    @Override
    public void onDelivered(FileEvent.Delivered delivered) {
        event("file_delivered", delivered);
    }

    @Override
    public void onRejected(FileEvent.Rejected rejected) {
        event("file_rejected", rejected);
    }

    @Override
    public void onCancelled(FileEvent.Cancelled cancelled) {
        String why = cancelled.why().word();
        event("file_cancelled", cancelled, "ours", cancelled.ours(), "by_them", cancelled.byThem(), "why", why);
    }

    @Override
    public void onFailed(FileEvent.Failed failed) {
        event("file_failed", failed, "ours", failed.ours(), "why", failed.why().word());
    }
}
