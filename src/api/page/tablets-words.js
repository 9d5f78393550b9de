// What the page of tablets and operators says, in both languages.

const en = {
  other: '中文', board: 'To the board', title: 'Tablets and operators',
  lead: 'A tablet is enrolled once, with a code that it scans within ten minutes. Operators sign in at it with their badge or PIN.',
  insecure: 'Without TLS a tablet can neither scan nor keep reports while it is offline, unless it runs on this machine. Start the server with --tls auto.',
  tablets: 'Tablets', name: 'Name', centres: 'Work centres', allCentres: 'None chosen: all of the plant.', invite: 'Show a code',
  seen: 'Last seen', acts: 'Actions', never: 'never', untested: 'not tested', noTablets: 'No tablet is enrolled yet.', all: 'all',
  scan: 'Scan this with the tablet',
  /** @param {string} time */
  good: time => `Good for ${time}, for one tablet.`, over: 'This code is over. Make another one.',
  used: 'The tablet is enrolled.', open: 'Or open this address on the tablet:',
  revoke: 'Revoke', revoked: 'revoked',
  /** @param {string} name */
  sureRevoke: name => `Revoke ${name}? It can report nothing from then on, and has to be enrolled again. What it has not sent yet stays on it.`,
  people: 'Operators', number: 'Number', called: 'Name', pin: 'PIN, 4 to 8 digits', isLead: 'leads', inspects: 'inspects', add: 'Save the operator', may: 'May',
  report: 'reports', noPeople: 'No operators yet: nobody can sign in at a tablet.', makeBadge: 'Make a badge', off: 'Let in no more', on: 'Let in again', inactive: 'not let in',
  change: 'Change', hasPin: 'PIN', hasBadge: 'badge', neither: 'neither PIN nor badge',
  /** @param {string} name */
  sureBadge: name => `Make a new badge for ${name}? The one before is good no more.`,
  badgeOf: 'Badge', badgeOnce: 'Print it now: it is shown this once.', print: 'Print',
  signInTitle: 'Sign in first', signIn: 'Sign in on the board, then come back.',
  refusedTitle: 'Your role does not include this', refused: 'Tablets and operators are let in by floor leads and administrators.',
  away: 'The server cannot be reached. Nothing was changed.',
};

/** @type {typeof en} */
const zh = {
  other: 'English', board: '前往看板', title: '平板与操作工',
  lead: '每台平板只需注册一次：在十分钟内扫描注册码。操作工用工牌或密码在平板上登录。',
  insecure: '未启用 TLS 时，平板不能扫码，断网时也不能保存报工（本机除外）。请用 --tls auto 启动服务器。',
  tablets: '平板', name: '名称', centres: '工作中心', allCentres: '不选：全厂。', invite: '显示注册码',
  seen: '最近使用', acts: '操作', never: '从未', untested: '未测试', noTablets: '尚未注册平板。', all: '全部',
  scan: '用平板扫描此码', good: time => `${time} 内有效，只能用于一台平板。`, over: '此码已过期，请重新生成。',
  used: '平板已注册。', open: '或在平板上打开此地址：',
  revoke: '撤销', revoked: '已撤销', sureRevoke: name => `撤销 ${name}？此后不能再用它报工，需重新注册。尚未发送的报工仍保留在平板上。`,
  people: '操作工', number: '工号', called: '姓名', pin: '密码，4 至 8 位数字', isLead: '班组长', inspects: '质检', add: '保存操作工', may: '权限',
  report: '报工', noPeople: '尚无操作工：没有人能在平板上登录。', makeBadge: '制作工牌', off: '停止登录', on: '恢复登录', inactive: '不能登录',
  change: '修改', hasPin: '密码', hasBadge: '工牌', neither: '无密码，无工牌',
  sureBadge: name => `为 ${name} 制作新工牌？原工牌随即失效。`,
  badgeOf: '工牌', badgeOnce: '请立即打印：只显示这一次。', print: '打印',
  signInTitle: '请先登录', signIn: '请在看板登录后再回到此页。',
  refusedTitle: '您的角色不包含此页', refused: '平板和操作工由班组长和管理员注册。',
  away: '无法连接服务器，没有任何更改。',
};

export const TABLET_WORDS = { en, zh };
