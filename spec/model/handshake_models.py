#!/usr/bin/env python3
"""Writes the ProVerif files behind the symbolic claims of the protocol (ProVerif 2.05 syntax).
  handshake_models.py [FOLDER]   writes every scenario, into FOLDER or the current one
  s*  must hold for every query but the two reachability checks (those are expected "false")
  n*, m*, guess_nopake, r3       controls and mutants: expected to FAIL (each is a known limit or a planted fault)
Scenarios of which README.md says "not re-run" were added after the last run of ProVerif.
"""
import os
import sys
LIB = r"""(* ---- declarations ------------------------------------------------------ *)
free c: channel.
type rsk. type rpk. type coins.          (* RSA identity keys *)
type xsk. type xpk.                      (* X-Wing, seen as one KEM: secure while X25519 or ML-KEM-768 is *)
type E. type P.                          (* PAKE exponents and group *)

(* RSA-OAEP with a label, chosen-ciphertext secure *)
fun pkR(rsk): rpk.
fun oaep(rpk, bitstring, bitstring, coins): bitstring.
reduc forall k: rsk, s: bitstring, l: bitstring, r: coins;
  unoaep(k, l, oaep(pkR(k), s, l, r)) = s.

(* KEM *)
fun pkX(xsk): xpk.
fun kct(xpk, coins): bitstring.
fun kss(xpk, coins): bitstring.
reduc forall k: xsk, r: coins; kdec(k, kct(pkX(k), r)) = kss(pkX(k), r).

(* balanced PAKE: Diffie-Hellman over a generator derived from (room, code) *)
fun pgen(bitstring, bitstring): P.
fun pex(P, E): P.
equation forall d: bitstring, e: bitstring, x: E, y: E;
  pex(pex(pgen(d, e), x), y) = pex(pex(pgen(d, e), y), x).
fun p2b(P): bitstring [typeConverter].

fun hsh(bitstring): bitstring.
fun hextract(bitstring, bitstring): bitstring.
fun hexpand(bitstring, bitstring): bitstring.
fun hmac(bitstring, bitstring): bitstring.
fun seal(bitstring, bitstring, bitstring): bitstring.
reduc forall k: bitstring, a: bitstring, m: bitstring; unseal(k, a, seal(k, a, m)) = m.

const tHello, tTh1, tTh2, tOaep, tKcA, tKcB, tAB, tBA, tConfA, tConfB, roleA, roleB, none: bitstring.
table ids(rsk).
"""
S = {
 's1_code_fs':      dict(mode='code', ph1=['rsa','code','pake']),
 # code mode as specified: the joiner confirms first, the opener answers only to a good CONFIRM; either may be role A
 's1a_code_joiner_is_A': dict(mode='code', ph1=['rsa','code','pake'], joiner='A'),
 's1b_code_joiner_is_B': dict(mode='code', ph1=['rsa','code','pake'], joiner='B'),
 's2_pinned_fs':    dict(mode='pin',  ph1=['rsa']),
 's3_open_verified':dict(mode='oob',  ph1=['rsa']),
 's4_kci_pinned':   dict(mode='pin',  ph1=[], leak0=['own']),
 's5_code_known_but_pinned': dict(mode='pincode', ph1=['rsa'], leak0=['code']),
 's6_code_rsa_stolen_before': dict(mode='code', ph1=['code'], leak0=['rsa']),
 's7_psk_quantum_now': dict(mode='psk', ph1=['psk'], leak0=['rsa']),
 # a room record: pinned key and continuity secret, both demanded; one slot of the key schedule holds PAKE key or secret
 's8_saved_room':   dict(mode='pinpsk', ph1=['rsa','psk']),
 's9_saved_room_rsa_stolen_before': dict(mode='pinpsk', ph1=['psk'], leak0=['rsa']),
 's10_session_number_rsa_broken_now': dict(mode='oobth', ph1=[], leak0=['rsa']),
 's11_kem_broken_later_rsa_kept': dict(mode='pin', ph1=['kem']),
 'n1_open_unverified': dict(mode='open', ph1=[]),
 'n2_code_leaked':  dict(mode='code', ph1=[], leak0=['code']),
 'n3_kem_broken_later':dict(mode='code', ph1=['rsa','code','pake','kem']),
 'n4_rsa_stolen_before_pinned': dict(mode='pin', ph1=[], leak0=['rsa']),
 # a side that lacks a common hint goes on with an empty secret: what CONTINUITY LOST forbids
 'n5_psk_optional': dict(mode='pinpsk', ph1=[], leak0=['rsa'], optional=True),
}
def peer(r, s):
    o = 'B' if r=='A' else 'A'
    mode = s['mode']; ph1 = s.get('ph1',[])
    first,second = ('mine','theirs') if r=='A' else ('theirs','mine')
    code = mode in ('code','pincode'); pin = mode in ('pin','pincode','pinpsk'); psk = mode in ('psk','pinpsk')
    L=[]; a=L.append
    a(f"let Peer{r}(sk: rsk, pinned: rpk, code: bitstring, room: bitstring) =")
    a("  new n: bitstring; new kx: xsk; new p: E;")
    leak=[]
    if 'pake' in ph1: leak+=['p']
    if 'kem' in ph1: leak+=['kx']
    if leak: a("  ( ( phase 1; out(c, ("+", ".join(leak)+")) ) | (")
    a("  let mine = (tHello, n, pkR(sk), pkX(kx)) in")
    a("  out(c, mine); in(c, (=tHello, n2: bitstring, pk2: rpk, px2: xpk));")
    a("  new r: coins; new s: bitstring; new ro: coins;")
    a("  let theirs = (tHello, n2, pk2, px2) in")
    if pin: a("  if pk2 = pinned then")
    a("  if pk2 <> pkR(sk) then")
    a(f"  let th1 = hsh((tTh1, room, {first}, {second})) in")
    pk = ", pex(pgen(room, code), p)" if code else ""
    a(f"  let share = (kct(px2, r), oaep(pk2, s, (tOaep, th1, role{r}), ro){pk}) in")
    a("  out(c, share); in(c, (ct2: bitstring, o2: bitstring"+(", q2: P" if code else "")+"));")
    a("  let share2 = (ct2, o2"+(", q2" if code else "")+") in")
    a("  let ss2 = kdec(kx, ct2) in")
    a(f"  let s2 = unoaep(sk, (tOaep, th1, role{o}), o2) in")
    a("  let kp = "+("p2b(pex(q2, p))" if code else ("code" if psk else "none"))+" in")
    a(f"  let th2 = hsh((tTh2, th1, {'share, share2' if r=='A' else 'share2, share'})) in")
    ikm = "kp, kss(px2, r), ss2, s, s2" if r=='A' else "kp, ss2, kss(px2, r), s2, s"
    a(f"  let prk = hextract(th2, ({ikm})) in")
    ids = "pkR(sk), pk2" if r=='A' else "pk2, pkR(sk)"
    say = [f"  event Sent{r}(room, {ids}, th2, prk);",
           f"  out(c, hmac(hexpand(prk, (tKc{r}, th2)), (tConf{r}, th2)));"]
    hear = [f"  in(c, =hmac(hexpand(prk, (tKc{o}, th2)), (tConf{o}, th2)));"]
    opener = 'joiner' in s and s['joiner'] != r
    for line in (hear + say if opener else say + hear): a(line)
    if mode=='oob': a('  if pk2 = pinned then   (* safety numbers compared by voice, after the handshake *)')
    if mode=='oobth': a(f"  insert th{r}(th2); get th{o}(=th2) in   (* session numbers compared by voice *)")
    a(f"  event Acc{r}(room, {ids}, th2, prk);")
    d = ('tAB','tBA') if r=='A' else ('tBA','tAB')
    a(f"  out(c, seal(hexpand(prk, ({d[0]}, th2)), (room, role{r}), sec{r}));")
    a(f"  in(c, m: bitstring); let pt = unseal(hexpand(prk, ({d[1]}, th2)), (room, role{o}), m) in")
    a(f"  event Got{r}(th2, pt)" + (" ) )." if leak else "."))
    return "\n".join(L)
def gen(name):
    s=S[name]; mode=s['mode']
    out=["(* parley handshake, scenario "+name+": mode="+mode+" leaked-before="+str(s.get('leak0',[]))+" leaked-after="+str(s.get('ph1',[]))+" *)",LIB]
    out.append("""event SentA(bitstring, rpk, rpk, bitstring, bitstring). event SentB(bitstring, rpk, rpk, bitstring, bitstring).
event AccA(bitstring, rpk, rpk, bitstring, bitstring).  event AccB(bitstring, rpk, rpk, bitstring, bitstring).
event GotA(bitstring, bitstring). event GotB(bitstring, bitstring).
free secA, secB: bitstring [private].""")
    if mode=='oobth': out.append("table thA(bitstring). table thB(bitstring).")
    out.append("""
(* sanity, expected FALSE: both sides can finish *)
query t: bitstring; event(GotA(t, secB)).
query t: bitstring; event(GotB(t, secA)).
(* secrecy of what is sent after acceptance *)
query attacker(secA).
query attacker(secB).
(* injective agreement on room, both identities, transcript and key *)
query room: bitstring, a: rpk, b: rpk, t: bitstring, k: bitstring;
  inj-event(AccA(room, a, b, t, k)) ==> inj-event(SentB(room, a, b, t, k)).
query room: bitstring, a: rpk, b: rpk, t: bitstring, k: bitstring;
  inj-event(AccB(room, a, b, t, k)) ==> inj-event(SentA(room, a, b, t, k)).
(* messages received are those sent by the other role in the same transcript *)
query t: bitstring, m: bitstring; event(GotA(t, m)) ==> m = secB.
query t: bitstring, m: bitstring; event(GotB(t, m)) ==> m = secA.
""")
    out.append(peer('A',s)); out.append(peer('B',s))
    l0=s.get('leak0',[]); ph1=s.get('ph1',[])
    pin = mode in ('pin','pincode','pinpsk','oob')
    P=["process"]
    P.append("  ( ! ( new sk: rsk; insert ids(sk); out(c, pkR(sk))"+("; out(c, sk)" if 'rsa' in l0 else "")+("; phase 1; out(c, sk)" if 'rsa' in ph1 else "")+" ) )")
    P.append("| ( ! ( new room: bitstring; new code: bitstring; out(c, room);")
    if 'code' in l0: P.append("    out(c, code);")
    if 'own' in l0:
        # key compromise impersonation: the party that accepts has lost its own RSA key; the peer has not
        P.append("    new lost: rsk; new kept: rsk; out(c, (lost, pkR(kept)));")
        P.append("    ( !PeerA(lost, pkR(kept), code, room) | !PeerB(kept, pkR(lost), code, room) )")
    elif pin:
        P.append("    get ids(sk1) in get ids(sk2) in")
        P.append("    ( !PeerA(sk1, pkR(sk2), code, room) | !PeerB(sk2, pkR(sk1), code, room)")
        if s.get('optional'): P.append("    | !PeerA(sk1, pkR(sk2), none, room) | !PeerB(sk2, pkR(sk1), none, room)")
    else:
        P.append("    ( ( ! get ids(sk1) in PeerA(sk1, pkR(sk1), code, room) )")
        P.append("    | ( ! get ids(sk2) in PeerB(sk2, pkR(sk2), code, room) )")
    if 'own' not in l0:
        if 'code' in ph1 or 'psk' in ph1: P.append("    | ( phase 1; out(c, code) )")
        P.append("    )")
    P.append("  ) )")
    out.append("\n".join(P))
    return "\n".join(out)+"\n"

def rekey(name, active, leak_rsa, leak_rk0=True, later=False):
    o=["(* parley rekey step, scenario "+name+" *)",LIB,"""
const tRk, tTh, roleI, roleR, tIR, tRI: bitstring.
event RSent(bitstring, bitstring). event ISent(bitstring, bitstring). event IGot(bitstring, bitstring). event RGot(bitstring, bitstring).
free secI, secR, old: bitstring [private].
free auth: channel [private].
query m: bitstring; event(IGot(m, secR)).
query m: bitstring; event(RGot(m, secI)).
query attacker(secI).
query attacker(secR).
query attacker(old).
query sid: bitstring, k: bitstring; inj-event(IGot(k, sid)) ==> inj-event(RSent(k, sid)).
query sid: bitstring, k: bitstring; inj-event(RGot(k, sid)) ==> inj-event(ISent(k, sid)).
""".replace("query m: bitstring; event(IGot(m, secR)).\nquery m: bitstring; event(RGot(m, secI)).\n","query k: bitstring, sid: bitstring; event(IGot(k, sid)).\nquery k: bitstring, sid: bitstring; event(RGot(k, sid)).\n")]
    snd=lambda m: f"out(c, {m})" if active else f"out(c, {m}); out(auth, {m})"
    rcv=lambda p: f"in(c, {p})" if active else f"in(auth, {p})"
    lt = "( phase 1; out(c, rk1) ) | " if later else ""
    o.append(f"""let Init(skI: rsk, pkPeer: rpk, rk0: bitstring, sid: bitstring) =
  new kx: xsk; new s: bitstring; new ro: coins;
  let b1 = (roleI, pkX(kx), oaep(pkPeer, s, (tRk, sid, roleI), ro)) in
  {snd('b1')}; {rcv('(=roleR, ct: bitstring, o2: bitstring)')};
  let b2 = (roleR, ct, o2) in
  let s2 = unoaep(skI, (tRk, sid, roleR), o2) in
  let th = hsh((tTh, sid, b1, b2)) in
  let rk1 = hextract(rk0, (kdec(kx, ct), s, s2, th)) in
  event ISent(rk1, sid);
  {lt}( out(c, seal(hexpand(rk1, (tIR, th)), sid, secI));
  in(c, m: bitstring); if unseal(hexpand(rk1, (tRI, th)), sid, m) = secR then event IGot(rk1, sid) ).
let Resp(skR: rsk, pkPeer: rpk, rk0: bitstring, sid: bitstring) =
  {rcv('(=roleI, px: xpk, o1: bitstring)')};
  let b1 = (roleI, px, o1) in
  let s1 = unoaep(skR, (tRk, sid, roleI), o1) in
  new r: coins; new s: bitstring; new ro: coins;
  let b2 = (roleR, kct(px, r), oaep(pkPeer, s, (tRk, sid, roleR), ro)) in
  {snd('b2')};
  let th = hsh((tTh, sid, b1, b2)) in
  let rk1 = hextract(rk0, (kss(px, r), s1, s, th)) in
  event RSent(rk1, sid);
  out(c, seal(hexpand(rk1, (tRI, th)), sid, secR));
  in(c, m: bitstring); if unseal(hexpand(rk1, (tIR, th)), sid, m) = secI then event RGot(rk1, sid).
process
  new skI: rsk; new skR: rsk; out(c, (pkR(skI), pkR(skR)));
  { 'out(c, (skI, skR));' if leak_rsa else '' }
  ! ( new rk0: bitstring; new sid: bitstring; out(c, sid);
      { 'out(c, rk0);' if leak_rk0 else '' }
      ( {'' if leak_rk0 else 'out(c, seal(hexpand(rk0, (tIR, sid)), sid, old)) | '} Init(skI, pkR(skR), rk0, sid) | Resp(skR, pkR(skI), rk0, sid) ) )
""")
    return "\n".join(o)

MUTANTS = {
 'm1_no_rsa_in_kdf': ('s2_pinned_fs', [("(kp, kss(px2, r), ss2, s, s2)", "(kp, kss(px2, r), ss2)"), ("(kp, ss2, kss(px2, r), s2, s)", "(kp, ss2, kss(px2, r))")]),
 'm2_no_role_in_confirm': ('s2_pinned_fs', [("(tKcB, th2)), (tConfB, th2)", "(tKcA, th2)), (tConfA, th2)")]),
 'm3_no_room_in_transcript': ('s2_pinned_fs', [("(tTh1, room, ", "(tTh1, ")]),
 'm4_keys_not_in_transcript': ('s3_open_verified', [("(tTh1, room, mine, theirs)", "(tTh1, room, n, n2)"), ("(tTh1, room, theirs, mine)", "(tTh1, room, n2, n)")]),
 'm5_shares_not_in_transcript': ('s2_pinned_fs', [("(tTh2, th1, share, share2)", "(tTh2, th1)"), ("(tTh2, th1, share2, share)", "(tTh2, th1)")]),
 'm6_no_confirmation': ('s2_pinned_fs', [("  in(c, =hmac(hexpand(prk, (tKcB, th2)), (tConfB, th2)));", ""), ("  in(c, =hmac(hexpand(prk, (tKcA, th2)), (tConfA, th2)));", "")]),
}
GUESS = r"""(* Off-line guessing of a low-entropy invite code. The relay is assumed to know every other secret of the key
   schedule (it runs its own KEM and RSA keys against each side), so only the PAKE stands between it and the code. *)
free c: channel.
type E. type P.
fun pgen(bitstring): P.
fun pex(P, E): P.
equation forall d: bitstring, x: E, y: E; pex(pex(pgen(d), x), y) = pex(pex(pgen(d), y), x).
fun p2b(P): bitstring [typeConverter].
fun hsh(bitstring): bitstring.
fun kdf(bitstring, bitstring): bitstring.
fun hmac(bitstring, bitstring): bitstring.
const tA, tB, tTh: bitstring.
free code: bitstring [private].
weaksecret code.
let PeerA =
  new n: bitstring; new p: E;
  let share = (n, pex(pgen(code), p)) in
  out(c, share); in(c, (n2: bitstring, q2: P));
  let th2 = hsh((tTh, share, (n2, q2))) in
  let prk = kdf(p2b(pex(q2, p)), th2) in
  out(c, hmac(prk, tA)); in(c, =hmac(prk, tB)); 0.
let PeerB =
  new n: bitstring; new p: E;
  let share = (n, pex(pgen(code), p)) in
  out(c, share); in(c, (n2: bitstring, q2: P));
  let th2 = hsh((tTh, (n2, q2), share)) in
  let prk = kdf(p2b(pex(q2, p)), th2) in
  out(c, hmac(prk, tB)); in(c, =hmac(prk, tA)); 0.
process ( PeerA | PeerB )
"""
def main():
    files = {n: gen(n) for n in S}
    for m, (base, subs) in MUTANTS.items():
        t = files[base]
        for a, b in subs:
            assert a in t, (m, a)
            t = t.replace(a, b)
        files[m] = t
    files['r1_state_leaked_active'] = rekey('r1', True, False)
    files['r2_state_and_rsa_leaked_passive'] = rekey('r2', False, True)
    files['r3_control_state_and_rsa_leaked_active'] = rekey('r3', True, True)
    files['r4_old_messages_after_later_leak'] = rekey('r4', True, True, leak_rk0=False, later=True)
    files['guess_pake'] = GUESS.replace('( PeerA | PeerB )', '( !PeerA | !PeerB )')
    files['guess_nopake'] = GUESS.replace('p2b(pex(q2, p))', 'code').replace('pex(pgen(code), p)', 'pex(pgen(n), p)')
    folder = sys.argv[1] if len(sys.argv) > 1 else '.'
    for n, t in files.items():
        with open(os.path.join(folder, n + '.pv'), 'w', encoding='utf-8') as f: f.write(t)
    print(len(files), 'files')
if __name__ == '__main__': main()
