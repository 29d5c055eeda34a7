// The shapes of what the scripts hand to each other. Only the checker reads this: `make check`.

type Unit = "g" | "ml" | "pcs";
type Facts = Record<string, unknown>;
type Say = Record<string, string>;

/** What `ask` sends: a form, or a body of JSON, or nothing for what is only read. */
interface Question {
  body?: unknown;
  form?: FormData;
  csrf?: string;
  key?: string;
  patience?: number;
  keepalive?: boolean;
}

// --- the scale

interface Material {
  slug: string;
  name: string;
  family: string;
  unit: Unit;
  /** null: ask. */
  price: number | null;
  /** The most that is paid where the price is asked. */
  most: number | null;
  usual: number | null;
  far: number | null;
  find: string;
  hotkey?: string;
  order?: number;
}

type Materials = Record<string, Material>;

/** A line word for word as it was written. */
interface TypedLine {
  slug: string;
  text: string;
  tare: string;
  rejected: string;
  why: string;
  price: string;
  source: string;
}

interface ReadLine {
  reason?: undefined;
  material: Material;
  amount: number;
  gross: number;
  tare: number;
  rejected: number;
  why: string;
  price: number;
  rupiah: number;
  source: string;
}

interface UnreadLine {
  reason: LineReason;
  field: string;
  hint?: string;
  text?: string;
  material?: Material;
  amount?: number;
}

type Reading = ReadLine | UnreadLine;
type AmountReason = "empty" | "too_large" | "malformed" | "ambiguous" | "not_whole" | "too_fine";
type LineReason = AmountReason | "zero" | "no_material" | "nothing_left" | "why" | "ask" | "dear";
type ReadAmount = { amount: number; reason?: undefined } | { reason: AmountReason; hint?: string };

interface AskedLine {
  material: string;
  amount: number;
  gross: number;
  tare: number;
  rejected: number;
  reason: string;
  source: string;
  price: number;
  /** The price was asked for. */
  asks: boolean;
  written: string;
}

interface WeighedDeposit {
  lines: AskedLine[];
  total: number;
}

interface AtTheScale {
  number: string;
  name: string;
  balance: number | null;
}

/** What the weighing desk is given where no server drew it. Without any of it the page is the
 * server's: the <select> of the form holds the materials, the member stands in the head, and the
 * form is sent as it is, over and over the same fields, once for each line. */
interface WeighingOptions {
  /** Who stands at the scale; a balance of null is not known. Later `desk.setMember(…)`. */
  member?: AtTheScale;
  /** Those with a `hotkey` become tiles. Above `far`, else `usual`, one is asked. */
  materials?: Material[];
  /** Kept, then the desk is empty; rejected, then its message is shown and nothing is lost. */
  onRecord: (deposit: WeighedDeposit & { sure: string }) => Promise<unknown>;
  /** Called with all that is typed whenever it changes. */
  onChange?: (moment: DeskMoment) => void;
}

interface RowDeposit extends WeighedDeposit {
  key: string;
  member: string;
  sure: string;
  /** When, where a device may have to send it later. */
  weighedAt?: string;
}

interface RowReceipt {
  number?: string;
  /** What was recorded, where the server says it. */
  total?: number;
  receipt?: string;
  /** What became of it, if it is not simply recorded. */
  said?: string;
}

interface GroupOptions {
  members?: { number: string; name: string }[];
  materials?: Material[];
  onRecord?: (deposit: RowDeposit) => Promise<RowReceipt>;
  findCode?: (code: string) => Promise<string>;
  done?: Record<string, RowReceipt & { total: number }>;
  keepsDraft?: boolean;
  onDone?: () => void;
}

interface Doubt {
  mark?: string;
  amount: number;
  unit: Unit;
  name: string;
  usual: number;
}

/** What a search shows of a thing. */
interface Findable {
  name: string;
  find: string;
  family?: string;
}

type ScaleReading =
  | { grams: number; stable: boolean; refused?: undefined }
  | { refused: "unit" | "over" | "under" };

/** What the server said to a row: what it doubts, and whether it answered at all. */
interface RowProblem extends Error {
  why?: string;
  code?: string;
  answered?: boolean;
  doubts?: Doubt[];
}

/** What the scale said last, and when; `twice` the same, at rest. */
type LastReading =
  | { grams: number; stable: boolean; twice: boolean; at: number; refused?: undefined }
  | { refused: "unit" | "over" | "under"; at: number };

interface ScaleSettings {
  baudRate: number;
  dataBits?: number;
  parity?: string;
}

interface DeskMoment extends Moment {
  sure: string[];
}

/** What of a desk is kept until it is recorded; see offline/drafts.js. */
interface TypedDraft {
  /** Of the weighing desk: its member, and everything typed. */
  member?: string;
  moment?: DeskMoment;
  cardHash?: string;
  key?: string;
  weighedAt?: string;
  /** Of a table: where it is, what is typed, and the keys of its rows. */
  address?: string;
  crowd?: string;
  typed?: Draft;
  keys?: DraftKeys;
}

/** The keys of rows by their members, and since when they are on their way. */
type DraftKeys = Record<string, { key: string; weighedAt?: string }>;

type KeptDraft = TypedDraft & { name: string; at: number };

/** How a draft is gone on with, and what it is called. */
interface DraftOffer {
  href: string;
  name: string;
  onOpen?: (event: Event) => void;
}

/** What somebody writes into or ticks, whichever element it is. */
interface FormField extends HTMLElement {
  name: string;
  type: string;
  value: string;
  defaultValue: string;
  checked: boolean;
  defaultChecked: boolean;
  options: HTMLOptionsCollection;
}

/** What of a form is kept until it is answered: as typed, and how the server wrote it. */
interface TypedForm {
  at: number;
  path: string;
  typed: string;
  served: string[];
  key: string;
  sent: boolean;
}

/** How the desk stood: its closed lines, and the one on the scale. */
interface Moment {
  lines: TypedLine[];
  open: TypedLine;
}

/** What hands may do at the weighing desk. */
interface DeskCommands {
  enter(): void;
  choose(slug: string): void;
  press(key: string): void;
  drop(index: number): void;
  reopen(index: number): void;
}

// --- taking from a list by typing prices

interface WareSaid {
  problem: string;
  dear: string;
  is_unpaid: boolean;
}

/** How a form of rows reads at the server; see web/office/starter/wares.py. */
interface WaresSaid {
  count: string;
  asked: number;
  key: string;
  families: Record<string, string>;
  wares: Record<string, WareSaid>;
  own: Record<string, { problem: string }>;
}

// --- the clinic

interface Service {
  code: string;
  name: string;
  per: string;
  pricing: string;
  price: number;
  find: string;
}

interface ServiceLine {
  code: string;
  count: number;
  price: string;
  note: string;
}

/** What the chosen services cost and who pays which part, as the server says it. */
interface Quote {
  total: number;
  /** What is paid out of the book, by whomever. */
  booked: number;
  /** What would be held of the patient's own credit until the care is done. */
  held: number;
  may_hold: boolean;
  /** What is agreed to be paid at the desk. */
  cash: number;
  /** What nobody pays yet. */
  missing: number;
  /** What one press would pay in cash. */
  offer: number;
  /** What is taken beyond what is held. */
  more: number;
  asks_pin: boolean;
  /** The payers' signs with what each of them pays. */
  shares: [string, number][];
  /** What each line costs; empty if that cannot be told. */
  lines: number[];
  refusal: { code: string; message: string } | null;
}

/** A scan in what was typed in one go. */
interface FoundScan {
  /** Which of the signs is its first. */
  from: number;
  shape: "card" | "misread" | "foreign";
  text: string;
}

/** A sign that a scanner or a hand typed, and what stood in its field before. */
interface TypedSign {
  /** Where the cursor stood. */
  cursor: HTMLElement | null;
  sign: string;
  at: number;
  target: HTMLInputElement | null;
  before: string;
  /** What stood in every field, where the cursor was in none. */
  all: Map<HTMLInputElement, string> | null;
}

// --- papers

interface RowStyle {
  centred?: boolean;
  bold?: boolean;
  size?: { across: number; down: number };
}

interface PaperPart {
  left: string;
  right?: string;
  bold?: boolean;
  isGrand?: boolean;
}

interface PaperText {
  name: string;
  stamps: string[];
  blocks: { parts: PaperPart[]; isFoot: boolean }[];
}

// --- what browsers have and the checker's library does not

interface Scan {
  code: string;
  began: number;
}

interface DocumentEventMap {
  scan: CustomEvent<Scan>;
  misscan: CustomEvent<{ began: number }>;
  queueguard: CustomEvent<{ count: number; form: HTMLFormElement }>;
}

interface CodeReader {
  detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]>;
}

interface Window {
  BarcodeDetector: {
    new (options: { formats: string[] }): CodeReader;
    getSupportedFormats(): Promise<string[]>;
  };
}

interface CablePort {
  open(settings: ScaleSettings): Promise<void>;
  readable: ReadableStream<Uint8Array> | null;
}

interface Navigator {
  serial: { requestPort(): Promise<CablePort>; getPorts(): Promise<CablePort[]> };
}
