// The shapes of what a device keeps without a network. Only the checker reads this.

interface CounterDevice {
  id: number;
  label: string;
  letter: string;
  place: string;
  place_name: string;
  operator: string;
  operator_name: string;
  revoked_at: number | null;
}

interface Session {
  signed_in: boolean;
  operator: string;
  operator_name: string;
  csrf: string;
  now: string;
  device: (CounterDevice & { revoked: boolean; issued: number }) | null;
}

interface Counters {
  sequence: number;
  provisional: number;
  latest: number;
}

interface Taken {
  at: number;
  days: number;
  /** For whom: it says which members are of the own household. */
  operator?: string;
}

interface Freshness {
  missing: boolean;
  stale: boolean;
  days: number;
  at?: number;
  age_ms?: number;
  days_left?: number;
}

interface KnownMember {
  number: string;
  name: string;
  kind: string;
  group: string;
  rt: string;
  rw: string;
  cards: string[];
  own: boolean;
}

interface KeptPrice {
  from: string;
  at?: string;
  bought: boolean;
  price_idr: number | null;
  /** The most that is paid where the price is asked; devices set up long ago have none. */
  most_idr?: number | null;
}

interface KeptMaterial {
  code: string;
  name_id: string;
  name_en: string;
  family: string;
  unit: Unit;
  find?: string;
  order: number;
  usual?: number | null;
  far?: number | null;
  prices: KeptPrice[];
}

type PricedMaterial = KeptMaterial & { price_idr: number | null; most_idr?: number | null };

interface ShownLine {
  material: string;
  name: string;
  family: string;
  unit: Unit;
  amount: number;
  price_idr: number;
  rupiah_idr: number;
}

/** What the screen and the paper said. */
interface Shown {
  member: string;
  name: string;
  unknown?: boolean;
  weighed_at: number;
  place: string;
  staff: string;
  lines: ShownLine[];
  total_idr: number;
  /** With whom it was weighed, in a sitting of many. */
  crowd?: string;
}

interface SentLine {
  material: string;
  amount: number;
  source: string;
  price?: number;
  gross?: number;
  tare?: number;
  rejected?: number;
  reject_reason?: string;
}

/** Whose deposit it is: a card's hash, or a member's number. */
interface Whose {
  card_hash?: string;
  card?: string;
  member?: string;
}

interface SentBody extends Whose {
  weighed_at: string;
  lines: SentLine[];
}

interface DropBody {
  operation: string;
  device_sequence: number;
  note: string;
}

type RecordState = "waiting" | "done" | "parked" | "mended" | "dropped";

interface BookedLine {
  material: string;
  amount: number;
  price: number;
  rupiah: number;
}

interface QueueRecord {
  sequence: number;
  key: string;
  kind: string;
  operator: string;
  provisional: string | null;
  // deno-lint-ignore no-explicit-any -- a deposit's is SentBody, a drop's DropBody
  body: any;
  shown: Shown;
  state: RecordState;
  made_at: number;
  tries: number;
  note?: string;
  code?: string;
  message?: string;
  facts?: Facts;
  outcome?: string;
  result?: { deposit: string; total: number; balance: number; lines?: BookedLine[] };
  /** The sum that was said at the scale, of one that is done. */
  promised_idr?: number;
  settled_at?: number;
  mends?: number;
  mended_by?: number;
  ahead?: number;
}

/** What makes a record of its own; the rest is put in as it enters the queue. */
type NewRecord =
  & Pick<QueueRecord, "kind" | "body" | "shown" | "provisional">
  & Partial<QueueRecord>;

interface Desk {
  device: CounterDevice;
  counters: Counters;
  ahead: number;
}

type OnSaved = (kept: Kept, shown: Shown) => void;

interface Kept {
  key: string;
  sequence: number;
  provisional: string | null;
}

interface Outcome {
  key: string;
  outcome: string;
  code?: string;
  message?: string;
  facts?: Facts;
  result?: QueueRecord["result"];
}

interface SyncState {
  phase: string;
  next_at: number;
  others: number;
  waiting: number;
  parked: number;
  done: number;
  error?: string;
}

interface Person {
  name: string;
  number: string;
  known: boolean;
  member?: KnownMember;
  body: Whose;
}

/** The one at the scale, and the draft of what is typed: whose it is and under which key. */
interface Sitting {
  person: Person;
  operator: string;
  staff: string;
  name: string;
  key: string;
  cardHash: string;
  /** Once it was on its way: as it was sent. */
  weighedAt: string;
}

interface DeskOptions {
  personOf: (number: string) => Promise<Person>;
  onSaved: OnSaved;
  /** Nobody can be weighed for, and why. */
  onRefused: (refused: unknown) => void;
}

interface GatheredCrowd {
  id: string;
  name: string;
  members: KnownMember[];
}

interface Draft {
  common: string;
  rows: Record<string, { kind: string; text: string; price?: string }[]>;
}

interface Notice {
  state?: string;
  sign: string;
  head: string;
  rest?: string;
  code?: string;
  link?: { href: string; word: string };
  button?: { word: string; run: () => unknown };
}
