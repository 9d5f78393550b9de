// The words that all clients share, in Chinese.
import type { en } from './en.ts';

export const zh: typeof en = {
  states: {
    waiting: '可开工', running: '加工中', setup: '调机中', paused: '已暂停', blocked: '受阻', done: '已完成',
    late: '已晚', notReady: '未就绪',
  },
  close: '关闭',
  back: '返回',
  cancel: '取消',
  delete: '删除',
  clear: '清除',
  all: amount => `全部 ${amount}`,
  plus: amount => `+${amount}`,
  dialog: '确认',
};
