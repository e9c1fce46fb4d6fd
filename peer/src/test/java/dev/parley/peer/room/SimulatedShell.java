package dev.parley.peer.room;

import dev.parley.wire.FrameCodec;

/** What one end asks for, done on its simulated connections and disk. */
record SimulatedShell(SimulatedRoom room, SimulatedRoom.End end) implements RoomEffect.Handler {
    @Override
    public void onDial(RoomEffect.Dial dial) {
        end.hangUp(dial.where());
        SimulatedLink link = new SimulatedLink(end, dial.where(), room.random);
        end.links.put(dial.where(), link);
        room.allLinks.add(link);
    }

    @Override
    public void onTransmit(RoomEffect.Transmit transmit) {
        SimulatedLink link = end.links.get(transmit.where());
        if (link != null) {
            link.toRelay.add(FrameCodec.encode(transmit.frame()));
        }
    }

    @Override
    public void onHangup(RoomEffect.Hangup hangup) {
        end.hangUp(hangup.where());
    }

    @Override
    public void onAppend(RoomEffect.Append append) {
        end.disk.append(append.entry());
    }

    @Override
    public void onSave(RoomEffect.Save save) {
        end.disk.save(save.record());
    }

    @Override
    public void onCommit(RoomEffect.Commit commit) {
        if (!end.disk.full) {
            end.disk.commit();
            end.run(end.client.onCommitted(room.now));
        }
    }

    @Override
    public void onFile(RoomEffect.File file) {
        end.desk.work.add(file.work());
    }

    @Override
    public void onTell(RoomEffect.Tell tell) {
        end.events.add(tell.event());
    }
}
