// Owns days and times in plain words, in the plant's zone: "还有 2 天", "late 1 d". It owns no clock.

export type Lang = 'en' | 'zh';

const LOCALE: Record<Lang, string> = { en: 'en-GB', zh: 'zh-CN' };
const formats = new Map<string, Intl.DateTimeFormat>();

function format(lang: Lang, zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${lang} ${zone} ${JSON.stringify(options)}`;
  let made = formats.get(key);
  if (!made) {
    made = new Intl.DateTimeFormat(LOCALE[lang], { timeZone: zone, hourCycle: 'h23', ...options });
    formats.set(key, made);
  }
  return made;
}

/** The plant's day of an instant, as `2026-03-09`; a plain day stays itself. */
export function dayOf(when: number | string, zone: string): string {
  if (typeof when === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(when)) return when;
  const parts = format('en', zone, { year: 'numeric', month: '2-digit', day: '2-digit' }).formatToParts(new Date(when));
  const part = (type: string) => parts.find(found => found.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}`;
}

/** Days from one plain day to another. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);

export interface Due {
  days: number;
  text: string;
  late: boolean;
}

/** How long until a day, in words. */
export function due(day: string | null, now: number, zone: string, lang: Lang): Due | null {
  if (!day) return null;
  const days = daysBetween(dayOf(now, zone), dayOf(day, zone));
  const zh = lang === 'zh';
  if (days < 0) return { days, late: true, text: zh ? `晚 ${-days} 天` : `late ${-days} d` };
  if (days === 0) return { days, late: false, text: zh ? '今天到期' : 'due today' };
  if (days === 1) return { days, late: false, text: zh ? '明天到期' : 'due tomorrow' };
  return { days, late: false, text: zh ? `还有 ${days} 天` : `${days} days left` };
}

/** A day, short, such as "Fri 20 Mar". */
export const day = (when: number | string, zone: string, lang: Lang): string => {
  const plain = dayOf(when, zone);
  return format(lang, 'UTC', { weekday: 'short', day: 'numeric', month: 'short' }).format(new Date(`${plain}T00:00:00Z`));
};

/** A time of day. */
export const time = (when: number | string, zone: string, lang: Lang): string =>
  format(lang, zone, { hour: '2-digit', minute: '2-digit' }).format(new Date(when));

/** The time of an instant, with its day where that is not today. */
export const moment = (when: string, now: number, zone: string, lang: Lang): string =>
  dayOf(when, zone) === dayOf(now, zone) ? time(when, zone, lang) : `${day(when, zone, lang)} ${time(when, zone, lang)}`;

/** A span of work, as a timer shows it: `0:07:31`. */
export function timer(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (value: number) => String(value).padStart(2, '0');
  return `${Math.floor(whole / 3600)}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
}

/** An age in words: how old the list is. */
export function age(milliseconds: number, lang: Lang): string {
  const minutes = Math.floor(Math.max(0, milliseconds) / 60_000);
  const zh = lang === 'zh';
  if (minutes < 1) return zh ? '刚刚更新' : 'just now';
  if (minutes < 60) return zh ? `${minutes} 分钟前` : `${minutes} min ago`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return zh ? `${hours} 小时前` : `${hours} h ago`;
  return zh ? `${Math.floor(hours / 24)} 天前` : `${Math.floor(hours / 24)} d ago`;
}
