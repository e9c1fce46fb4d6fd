package dev.parley.peer.machine;

import dev.parley.peer.room.FileEvent;

/** What happens with files, as events; names and paths are what the other side claims. */
final class JsonFiles implements FileEvent.Handler {
    private final JsonLines out;

    JsonFiles(JsonLines out) {
        this.out = out;
    }

    @Override
    public void onOffered(FileEvent.Offered offered) {
        out.event(
                "file_offered",
                "id",
                offered.id().hex(),
                "name",
                offered.offer().name().raw(),
                "files",
                offered.offer().files(),
                "bytes",
                offered.offer().bytes(),
                "folder",
                offered.offer().folder(),
                "waiting",
                offered.waiting());
    }

    @Override
    public void onBegun(FileEvent.Begun begun) {
        out.event(
                "file_begun",
                "id",
                begun.id().hex(),
                "ours",
                begun.ours(),
                "done",
                begun.done(),
                "total",
                begun.total());
    }

    @Override
    public void onProgress(FileEvent.Progress progress) {
        out.event(
                "file_progress",
                "id",
                progress.id().hex(),
                "ours",
                progress.ours(),
                "done",
                progress.done(),
                "total",
                progress.total());
    }

    @Override
    public void onReceived(FileEvent.Received received) {
        out.event(
                "file_received",
                "id",
                received.id().hex(),
                "name",
                received.name().raw());
    }

    @Override
    public void onDelivered(FileEvent.Delivered delivered) {
        out.event("file_delivered", "id", delivered.id().hex());
    }

    @Override
    public void onRejected(FileEvent.Rejected rejected) {
        out.event("file_rejected", "id", rejected.id().hex());
    }

    @Override
    public void onCancelled(FileEvent.Cancelled cancelled) {
        out.event(
                "file_cancelled",
                "id",
                cancelled.id().hex(),
                "ours",
                cancelled.ours(),
                "by_them",
                cancelled.byThem(),
                "why",
                cancelled.why().word());
    }

    @Override
    public void onFailed(FileEvent.Failed failed) {
        out.event(
                "file_failed",
                "id",
                failed.id().hex(),
                "ours",
                failed.ours(),
                "why",
                failed.why().word());
    }
}
