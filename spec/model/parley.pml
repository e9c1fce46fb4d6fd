/*
 * Two honest peers, a blind relay, and a network that cuts: the model behind "exactly once, in order, and they always meet".
 * README.md beside this file says what is abstracted, what is covered, and how it is run.
 *
 * Every step of a peer is one atomic reaction: take one envelope (or one word of the relay), change state, send.
 * A pairing number is also the nonce of the HELLOs sent in it, the id of the session, the continuity secret and the private
 * room that come out of it: all are fresh per pairing, and only equality matters.
 */

/* ---- configuration ------------------------------------------------------------------------------------------------- */
#ifndef MSGS
#define MSGS 1          /* messages each way */
#endif
#ifndef CUTS
#define CUTS 1          /* connections cut by the network, in all */
#endif
#ifndef CRASHES0
#define CRASHES0 1      /* crashes of the opener */
#endif
#ifndef CRASHES1
#define CRASHES1 1      /* crashes of the joiner */
#endif
#ifndef RESTARTS
#define RESTARTS 1      /* restarts of the relay */
#endif
#ifndef PAIRINGS        /* more pairings than two for each incident: they run in circles */
#define PAIRINGS (2 * (1 + CUTS + CRASHES0 + CRASHES1 + RESTARTS))
#endif

#define OPENER 0
#define JOINER 1

#ifdef SAVED            /* both have met before: one room, two records, one continuity secret */
#define ROOMS 1
#define PRIV  0
#define LAST  PRIV
#else
#ifdef STAYING          /* they meet in a place with a code and stay there; nothing on disk, so no crash */
#define ROOMS 1
#define PLACE 0
#define LAST  PLACE
#else                   /* they meet in a place with a code and move to a private room */
#define ROOMS 2
#define PLACE 0
#define PRIV  1
#define LAST  PRIV
#endif
#endif

#define AT(r, i)  ((r) * 2 + (i))
#define OTHER(i)  (1 - (i))
#ifndef CAPACITY
#define CAPACITY  20    /* envelopes on the way in one direction; more is an error of the model */
#endif

/* ---- wire ---------------------------------------------------------------------------------------------------------- */
mtype = { HELLO, RESUME, SHARE, CONFIRM, READY, MSG, ACK };

/* What a peer has sent in a room and the other has not taken yet: on its way up, in the relay, or on its way down.
   HELLO   pairing, newest hint, older hint          RESUME  pairing, session, next
   SHARE   own nonce, their nonce                    CONFIRM own nonce, psk
   READY   session, messages delivered before it     MSG     session, number
   ACK     session, ack                              */
chan wire[ROOMS * 2] = [CAPACITY] of { mtype, byte, byte, byte };

/* ---- the relay ----------------------------------------------------------------------------------------------------- */
byte number[ROOMS];         /* of the pairing; 0: nobody faces anybody */
bool linked[ROOMS * 2];     /* this peer has a connection in this room, and so the seat */
byte pairings;              /* how many there were: gives every pairing its number */
#ifdef PLACE
bool seat[2];               /* the place: a seat that is taken or held */
#endif

/* ---- a peer, in memory --------------------------------------------------------------------------------------------- */
byte view[ROOMS * 2];       /* the number of the pairing as the peer knows it; 0: alone */
byte phase[ROOMS * 2];      /* of the attempt in that pairing */
#define IDLE         0
#define SENT_RESUME  1
#define SENT_HELLO   2
#define WANTS_SHARE  3
#define WANTS_CONFIRM 4
#define TALKING      5
#define WANTS_RECORD 6      /* only under BUG_RECORD_LATE */

byte theirs[ROOMS * 2];     /* nonce of the HELLO that was taken */
byte psk[2];                /* continuity secret chosen in the private room's attempt */
byte session[2];            /* 0: none */
byte using[2];              /* room in which the session is in use, plus one; 0: none */
bool opened[2];             /* the other's READY of this session was opened */
byte sealed[2];             /* own messages up to this number are sealed in this session */
byte next[2];               /* number of the message expected in this session; 0 before READY */
byte taken[2];              /* messages taken in, written or not */
#ifdef BUG_ID_ONLY
byte gone[2];
#endif
#ifdef SHOWN
byte printed[2];            /* messages on the screen, or marked so before a crash */
#endif

/* ---- a peer, on disk ----------------------------------------------------------------------------------------------- */
byte delivered[2];          /* own messages marked delivered, and shown so */
byte ids[2];                /* journal: ids of the other's messages */
byte texts[2];              /* journal: texts of the other's messages */
#ifdef SHOWN
byte marked[2];             /* journal: marked as shown */
#endif
byte current[2];            /* continuity secrets; 0: none */
byte newer[2];
byte home[2];               /* the private room of the record; 0: no record */

/* ---- a peer, as a person sees it ----------------------------------------------------------------------------------- */
#ifdef SHOWN
byte seen[2];               /* messages that were ever on the screen */
#endif
#ifdef PLACE
bool inPlace[2];            /* has the code and goes to the place */
bool codeLost;              /* the opener crashed while its code was in use */
#endif

/* ---- the environment ----------------------------------------------------------------------------------------------- */
byte cuts = CUTS;
byte crashes[2];
byte restarts = RESTARTS;

/* ---- helpers ------------------------------------------------------------------------------------------------------- */
inline send(r, i, what, x, y, z) {
    assert(len(wire[AT(r, i)]) < CAPACITY);
    wire[AT(r, i)]!what, x, y, z
}

inline wipe(r, i) {
    do
    :: len(wire[AT(r, i)]) > 0 -> wire[AT(r, i)]?_, _, _, _
    :: else -> break
    od
}

/* The attempt of peer i in room r ends; its session is kept. */
inline quit(r, i) {
    phase[AT(r, i)] = IDLE;
    theirs[AT(r, i)] = 0;
    if
    :: using[i] == (r) + 1 -> using[i] = 0
    :: else -> skip
    fi
}

/* The connection of peer i in room r ends: what it had on the way is lost, the other is told. */
inline unlink(r, i) {
    wipe(r, i);
    linked[AT(r, i)] = 0;
    number[r] = 0;
    view[AT(r, i)] = 0;
    quit(r, i)
}

/* What may be acknowledged: taken in this session and in the journal. */
inline sendAck(r, i) {
#ifdef BUG_ACK_EARLY
    send(r, i, ACK, session[i], next[i], 0)
#else
    if
    :: next[i] > ids[i] + 1 -> send(r, i, ACK, session[i], ids[i] + 1, 0)
    :: else -> send(r, i, ACK, session[i], next[i], 0)
    fi
#endif
}

inline sendHello(r, i) {
    if
#ifdef PLACE
    :: r == PLACE -> send(r, i, HELLO, view[AT(r, i)], 0, 0)
#endif
    :: else -> send(r, i, HELLO, view[AT(r, i)], newer[i], current[i])
    fi;
    phase[AT(r, i)] = SENT_HELLO
}

/* A pairing begins: flight 1. */
inline begin(r, i) {
    if
    :: session[i] != 0 ->
        send(r, i, RESUME, view[AT(r, i)], session[i], next[i]);
        phase[AT(r, i)] = SENT_RESUME
    :: else -> sendHello(r, i)
    fi
}

/* Something that honest peers never send each other. The attempt ends; the peer reconnects its own seat. */
inline broken(r, i) {
#ifndef TOLERATE
    assert(false);
#endif
    unlink(r, i)
}

/* Something left over from another pairing. */
inline stray(r, i) {
#ifdef BUG_STRAY_RESTARTS
    unlink(r, i)
#else
    skip
#endif
}

inline noteDelivered(i, upTo) {
    if
    :: upTo > delivered[i] ->
        assert(upTo <= sealed[i]);
#ifndef ONLY_THE_END
        assert(upTo <= texts[OTHER(i)]);    /* shown as delivered: it is in the other's journal */
#endif
        delivered[i] = upTo
    :: else -> skip
    fi
}

#if ROOMS == 2
inline leavePlace(i) {
    inPlace[i] = 0;
    seat[i] = 0;
    if
    :: linked[AT(PLACE, i)] -> unlink(PLACE, i)
    :: else -> skip
    fi
}
#endif

/* The other's CONFIRM verified: a new session. The record is written, then READY goes. */
inline agree(r, i) {
    session[i] = view[AT(r, i)];
    opened[i] = 0;
    next[i] = 0;
    sealed[i] = delivered[i];
#ifdef STAYING
    psk[i] = 0;
#endif
#if ROOMS == 2
    if
    :: r == PLACE ->
        if
        :: linked[AT(PRIV, i)] -> unlink(PRIV, i)
        :: else -> skip
        fi;
        home[i] = session[i];
        psk[i] = 0
    :: else -> quit(PLACE, i)       /* the session it was about is gone */
    fi;
#endif
#ifdef BUG_ONE_PSK
    current[i] = session[i];
#else
    current[i] = psk[i];
#endif
    newer[i] = session[i];
    psk[i] = 0;
    theirs[AT(r, i)] = 0;
    phase[AT(r, i)] = TALKING;
    using[i] = r + 1;
    send(r, i, READY, session[i], delivered[i], 0);
#ifdef BUG_ONE_MOVES
    if
    :: r == PLACE -> leavePlace(i)
    :: else -> skip
    fi
#endif
}

/* The other holds the same session and expects message `from`, or READY if 0. */
inline resume(r, i, from) {
    phase[AT(r, i)] = TALKING;
#if ROOMS == 2
    if
#ifndef BUG_LAST_ROOM_WINS
    :: r == PLACE && using[i] == PRIV + 1 -> skip       /* the private room wins */
#endif
    :: else ->
#endif
        using[i] = r + 1;
#ifdef BUG_NEXT_IS_ACK
        if
        :: from > 0 -> noteDelivered(i, from - 1)
        :: else -> skip
        fi;
#endif
        if
        :: from == 0 -> send(r, i, READY, session[i], delivered[i], 0)
        :: else -> assert(from > delivered[i])          /* never asks for what is forgotten */
        fi;
        m = delivered[i] + 1;
        do
        :: m <= sealed[i] ->
            if
            :: m >= from -> send(r, i, MSG, session[i], m, 0)
            :: else -> skip
            fi;
            m++
        :: else -> break
        od;
        m = 0;
        if
        :: opened[i] -> sendAck(r, i)                   /* the PING after a resume carries it */
        :: else -> skip
        fi
#if ROOMS == 2
    fi
#endif
}

/* Which continuity secret: the first of one list that the other shares. Role must not matter. */
#define SHARED(x, b, c)        ((x) != 0 && ((x) == (b) || (x) == (c)))
#define FIRST(b, c, d, e)      (SHARED(b, d, e) -> (b) : (SHARED(c, d, e) -> (c) : 0))
#ifdef BUG_ONE_PSK
#define HINT(i)  (current[i])
#else
#define HINT(i)  (newer[i])
#endif

inline onHello(r, i) {
    if
    :: phase[AT(r, i)] == SENT_RESUME -> sendHello(r, i)    /* the session is kept aside */
    :: else -> skip
    fi;
    if
#ifdef PRIV
    :: r == PRIV ->
        psk[i] = FIRST(newer[i], current[i], b, c);
        assert(psk[i] != 0);                                /* CONTINUITY LOST */
        assert(psk[i] == FIRST(b, c, newer[i], current[i]));
#endif
    :: else -> skip
    fi;
    theirs[AT(r, i)] = a;
    send(r, i, SHARE, view[AT(r, i)], a, 0);
    phase[AT(r, i)] = WANTS_SHARE
}

#ifdef BUG_NO_PAIRING
#define OF_THIS_PAIRING(r, i)  (true)
#else
#define OF_THIS_PAIRING(r, i)  (a == view[AT(r, i)])
#endif

inline onFlight1(r, i) {
    if
    :: kind == HELLO && OF_THIS_PAIRING(r, i) -> onHello(r, i)
    :: kind == RESUME && OF_THIS_PAIRING(r, i) && phase[AT(r, i)] == SENT_RESUME ->
        if
        :: b == session[i] -> resume(r, i, c)
        :: else -> sendHello(r, i)
        fi
    :: kind == RESUME && OF_THIS_PAIRING(r, i) && phase[AT(r, i)] == SENT_HELLO -> skip     /* they will see our HELLO */
    :: else -> stray(r, i)
    fi
}

/* In a place the opener's CONFIRM comes only after the joiner's. */
#if defined(PLACE) && !defined(NAMED)
#define CONFIRMS_LATE(r, i)  ((r) == PLACE && (i) == OPENER)
#else
#define CONFIRMS_LATE(r, i)  (false)
#endif

inline onShare(r, i) {
    if
    :: kind == SHARE && a == theirs[AT(r, i)] && b == view[AT(r, i)] ->
        phase[AT(r, i)] = WANTS_CONFIRM;
        if
        :: CONFIRMS_LATE(r, i) -> skip
        :: else -> send(r, i, CONFIRM, view[AT(r, i)], psk[i], 0)
        fi
    :: else -> broken(r, i)
    fi
}

inline onConfirm(r, i) {
    if
    :: kind == CONFIRM && a == theirs[AT(r, i)] && (CONFIRMS_LATE(r, OTHER(i)) || CONFIRMS_LATE(r, i) || b == psk[i]) ->
        if
        :: CONFIRMS_LATE(r, i) -> send(r, i, CONFIRM, view[AT(r, i)], 0, 0)
        :: else -> skip
        fi;
#ifdef BUG_RECORD_LATE
        if
        :: CONFIRMS_LATE(r, i) -> phase[AT(r, i)] = WANTS_RECORD
        :: else -> agree(r, i)
        fi
#else
        agree(r, i)                         /* the record is on disk before anything of this leaves */
#endif
    :: else -> broken(r, i)
    fi
}

inline onReady(r, i) {
    if
    :: opened[i] -> skip                    /* sent again */
    :: else ->
        opened[i] = 1;
        next[i] = b + 1;
#if ROOMS == 2
        if
        :: inPlace[i] -> leavePlace(i)
        :: else -> skip
        fi;
#endif
        current[i] = newer[i]               /* an ack of READY alone would tell nothing */
    fi
}

inline onMessage(r, i) {
    if
    :: !opened[i] || b > next[i] -> broken(r, i)            /* a gap */
    :: opened[i] && b < next[i] -> skip                     /* sent again */
    :: opened[i] && b == next[i] ->
        next[i]++;
        if
        :: b <= taken[i] -> skip                            /* known by its id: dropped, and acknowledged */
        :: else ->
            assert(b > texts[i]);                           /* exactly once: not in the journal yet */
            assert(b == taken[i] + 1);                      /* in order, none left out */
            taken[i] = b;
#ifdef STAYING
            ids[i] = b; texts[i] = b                        /* the journal is in memory */
#endif
        fi;
#ifndef BUG_ACK_EARLY
        if
        :: b <= ids[i] -> sendAck(r, i)
        :: else -> skip                                     /* the ack waits for the journal */
        fi
#else
        sendAck(r, i)
#endif
    fi
}

inline onFrame(r, i) {
    if
    :: using[i] != r + 1 -> skip
    :: else ->
        if
        :: kind == READY && a == session[i] -> onReady(r, i)
        :: kind == MSG && a == session[i] -> onMessage(r, i)
        :: kind == ACK && a == session[i] ->
            if
            :: b > 0 -> noteDelivered(i, b - 1)
            :: else -> skip
            fi
        :: else -> broken(r, i)
        fi
    fi
}

inline receive(r, i) {
    wire[AT(r, OTHER(i))]?kind, a, b, c;
    if
    :: phase[AT(r, i)] == IDLE -> skip
    :: phase[AT(r, i)] == SENT_RESUME || phase[AT(r, i)] == SENT_HELLO -> onFlight1(r, i)
    :: phase[AT(r, i)] == WANTS_SHARE -> onShare(r, i)
    :: phase[AT(r, i)] == WANTS_CONFIRM -> onConfirm(r, i)
    :: phase[AT(r, i)] == TALKING -> onFrame(r, i)
    :: phase[AT(r, i)] == WANTS_RECORD -> assert(false)
    fi;
    kind = 0; a = 0; b = 0; c = 0
}

#if ROOMS == 2
#define SAME_ROOM(r)  ((r) == PLACE || home[0] == home[1])
#else
#define SAME_ROOM(r)  (true)
#endif

/* The peer takes its seat. Both rooms' relay answers are immediate; the other learns of it in its own time. */
inline dial(r, i) {
    linked[AT(r, i)] = 1;
    if
    :: linked[AT(r, OTHER(i))] && SAME_ROOM(r) ->
        pairings++;
        assert(pairings <= PAIRINGS);       /* they do not run in circles */
        number[r] = pairings;
        view[AT(r, i)] = pairings;
        begin(r, i)
    :: else -> skip
    fi
}

/* The relay's word on the other seat reaches peer i. */
inline notice(r, i) {
    quit(r, i);
    view[AT(r, i)] = number[r];
    if
    :: number[r] != 0 -> begin(r, i)
    :: else -> skip
    fi
}

/* An attempt, or a session that is not proved, on which a peer will wait no longer. Too early a time-out is a cut; this one comes
   only when nothing else can happen. The runs of the protocol forbid it: it is never needed. */
#define WAITS(r, i)   (view[AT(r, i)] != 0 && ((phase[AT(r, i)] >= SENT_RESUME && phase[AT(r, i)] <= WANTS_CONFIRM) \
                       || (phase[AT(r, i)] == TALKING && using[i] == (r) + 1 && !opened[i])))
#if ROOMS == 2
#define SOMEBODY_WAITS  (WAITS(0, 0) || WAITS(0, 1) || WAITS(1, 0) || WAITS(1, 1))
#else
#define SOMEBODY_WAITS  (WAITS(0, 0) || WAITS(0, 1))
#endif

inline timeUp(r, i) {
#ifdef NO_TIMEOUT
    assert(false);
#endif
    unlink(r, i)
}

/* ---- a peer -------------------------------------------------------------------------------------------------------- */
proctype Peer(byte i) {
    mtype kind;
    byte a, b, c, m;
end:
    do
#ifdef NAMED            /* the name of a room instead of a code: either may come first, both confirm at once */
    :: d_step { !linked[AT(PLACE, i)] -> dial(PLACE, i) }
#endif
#ifdef PLACE
    :: d_step { inPlace[i] && !linked[AT(PLACE, i)] && (i == OPENER || session[i] != 0 || seat[0] || seat[1]) ->
        assert(i == JOINER || session[i] != 0 || seat[i] || !seat[JOINER]);    /* else intent 1 is refused: the code is dead */
        seat[i] = 1;
        dial(PLACE, i) }
    :: d_step { linked[AT(PLACE, i)] && view[AT(PLACE, i)] != number[PLACE] -> notice(PLACE, i) }
    :: d_step { linked[AT(PLACE, i)] && number[PLACE] != 0 && view[AT(PLACE, i)] == number[PLACE] &&
            len(wire[AT(PLACE, OTHER(i))]) > 0 && phase[AT(PLACE, i)] != WANTS_RECORD -> receive(PLACE, i) }
#endif
#ifdef BUG_RECORD_LATE
    :: d_step { phase[AT(PLACE, i)] == WANTS_RECORD -> agree(PLACE, i) }
#endif
#ifdef PRIV
    :: d_step { home[i] != 0 && !linked[AT(PRIV, i)] -> dial(PRIV, i) }
    :: d_step { linked[AT(PRIV, i)] && view[AT(PRIV, i)] != number[PRIV] -> notice(PRIV, i) }
    :: d_step { linked[AT(PRIV, i)] && number[PRIV] != 0 && view[AT(PRIV, i)] == number[PRIV] &&
            len(wire[AT(PRIV, OTHER(i))]) > 0 -> receive(PRIV, i) }
#endif
#if MSGS > 0
    :: d_step { using[i] != 0 && opened[i] && sealed[i] < MSGS ->
        sealed[i]++;
        send(using[i] - 1, i, MSG, session[i], sealed[i], 0) }
#ifdef BUG_ID_ONLY
    :: d_step { taken[i] > ids[i] -> ids[i] = taken[i] }
    :: d_step { ids[i] > texts[i] && texts[i] >= gone[i] ->
#else
    :: d_step { taken[i] > ids[i] ->
        ids[i] = taken[i];
#endif
        texts[i] = ids[i];
        if
        :: using[i] != 0 && opened[i] -> sendAck(using[i] - 1, i)
        :: else -> skip
        fi }
#ifdef SHOWN
#ifdef BUG_MARK_FIRST
    :: d_step { marked[i] < texts[i] -> marked[i]++ }
    :: d_step { printed[i] < marked[i] ->
#else
    :: d_step { marked[i] < printed[i] -> marked[i] = printed[i] }
    :: d_step { printed[i] < texts[i] ->
#endif
        printed[i]++;
        if
        :: printed[i] > seen[i] -> assert(printed[i] == seen[i] + 1); seen[i] = printed[i]
        :: else -> skip
        fi }
#endif
#endif
#ifdef PLACE
    :: atomic { timeout && WAITS(PLACE, i) -> timeUp(PLACE, i) }
#endif
#ifdef PRIV
    :: atomic { timeout && WAITS(PRIV, i) -> timeUp(PRIV, i) }
#endif
    od
}

/* ---- what happens to them ------------------------------------------------------------------------------------------ */
inline crash(i) {
    crashes[i]--;
#ifdef PRIV
    if
    :: linked[AT(PRIV, i)] -> unlink(PRIV, i)
    :: else -> skip
    fi;
#endif
#ifdef PLACE
    if
    :: linked[AT(PLACE, i)] -> unlink(PLACE, i)
    :: else -> skip
    fi;
    if
    :: i == OPENER && inPlace[i] -> codeLost = 1
    :: else -> skip
    fi;
    if
    :: i == OPENER -> inPlace[i] = 0                        /* its code is gone */
#ifndef BUG_PLACE_AND_RECORD
    :: i == JOINER && home[i] != 0 -> inPlace[i] = 0        /* with a record: to the private room only */
#endif
    :: else -> skip                                         /* the person types the code again */
    fi;
    seat[i] = 0;                                            /* the hold of the old seat runs out */
#endif
    session[i] = 0;
    using[i] = 0;
    opened[i] = 0;
    psk[i] = 0;
    next[i] = 0;
    sealed[i] = delivered[i];
#ifdef BUG_ID_ONLY
    gone[i] = ids[i];                                       /* texts up to this number are no longer in memory */
#endif
#ifdef SHOWN
    printed[i] = marked[i];                                 /* what is not marked is printed first */
#endif
#ifdef BUG_FORGETS_IDS
    taken[i] = 0
#else
    taken[i] = ids[i]
#endif
}

#ifdef SHOWN
#define SEEN(i)       (seen[i] == MSGS && marked[i] == MSGS)
#else
#define SEEN(i)       (true)
#endif
#define SETTLED(i)    (session[i] != 0 && session[i] == session[OTHER(i)] && using[i] == LAST + 1 && opened[i] \
                       && current[i] == session[i] && delivered[i] == MSGS && ids[i] == MSGS && texts[i] == MSGS && SEEN(i))
#if ROOMS == 2
#define TOGETHER      (SETTLED(0) && SETTLED(1) && !inPlace[0] && !inPlace[1] && home[0] == home[1])
#define NOTHING(i)    (delivered[i] == 0 && texts[i] == 0)
#ifdef STRICT
#define CODE_DEAD     (false)
#else
/* The opener's program ended while the joiner had no record yet: a new code is needed. Nothing was said. */
#define CODE_DEAD     (codeLost && home[JOINER] == 0 && NOTHING(0) && NOTHING(1))
#endif
#else
#define TOGETHER      (SETTLED(0) && SETTLED(1))
#define CODE_DEAD     (false)
#endif

proctype World() {
    do
    :: d_step { cuts > 0 && linked[0] -> cuts--; unlink(0, 0) }
    :: d_step { cuts > 0 && linked[1] -> cuts--; unlink(0, 1) }
#if ROOMS == 2
    :: d_step { cuts > 0 && linked[2] -> cuts--; unlink(1, 0) }
    :: d_step { cuts > 0 && linked[3] -> cuts--; unlink(1, 1) }
#endif
    :: d_step { crashes[0] > 0 -> crash(0) }
    :: d_step { crashes[1] > 0 -> crash(1) }
#ifdef LAZY             /* the last mark "delivered" was not on disk yet */
    :: d_step { crashes[0] > 0 && delivered[0] > 0 -> delivered[0]--; crash(0) }
    :: d_step { crashes[1] > 0 && delivered[1] > 0 -> delivered[1]--; crash(1) }
#endif
    :: d_step { restarts > 0 ->
        restarts--;
        if :: linked[0] -> unlink(0, 0) :: else -> skip fi;
        if :: linked[1] -> unlink(0, 1) :: else -> skip fi;
#if ROOMS == 2
        if :: linked[2] -> unlink(1, 0) :: else -> skip fi;
        if :: linked[3] -> unlink(1, 1) :: else -> skip fi;
#endif
#ifdef PLACE
        seat[0] = 0;
        seat[1] = 0
#endif
        }
    :: d_step { cuts + crashes[0] + crashes[1] + restarts > 0 ->            /* from here on the network is fair */
        cuts = 0; crashes[0] = 0; crashes[1] = 0; restarts = 0 }
    :: timeout && !SOMEBODY_WAITS ->
#ifdef REACH_TOGETHER
        assert(!TOGETHER);                  /* must be violated: the good end exists */
#endif
#ifdef REACH_CODE_DEAD
        assert(!CODE_DEAD);                 /* must be violated: so does the other one */
#endif
        assert(TOGETHER || CODE_DEAD);      /* nothing can happen any more: they have met and all has arrived */
        break
    od
}

init {
    d_step {
        crashes[0] = CRASHES0;
        crashes[1] = CRASHES1;
#ifdef SAVED
        pairings = 1;
        home[0] = 1; home[1] = 1;
        current[0] = 1; current[1] = 1;
        newer[0] = 1; newer[1] = 1;
#endif
#if defined(PLACE) && !defined(NAMED)
        inPlace[0] = 1; inPlace[1] = 1;
#endif
    }
    atomic { run Peer(0); run Peer(1); run World() }
}
