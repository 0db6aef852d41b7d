#include "config.h"

#include "worker/lexicon.h"

#include <assert.h>
#include <string.h>

#include "base/defs.h"

enum { WINDOW = 4, HASH_SHIFT = 18 };

/*
 * A word, and where in it four bytes stand that are rare in other text. What
 * is not ASCII stands here in UTF-8, and then in older code pages; accents
 * are left out where a stem without one is enough.
 */
static const struct {
	uint32_t bit;
	const char *text;
	size_t window;
} table[] = {
	{ WORD_CODE, "RMAN-", 1 },
	{ WORD_CODE, "ORA-", 0 },
	{ WORD_PROMPT, "RMAN>", 1 },
	{ WORD_DBID, "DBID=", 0 },
	{ WORD_CHANNEL, "SID=", 0 },
	{ WORD_CHANNEL, "sid=", 0 },
	{ WORD_RECORD, "RECID=", 0 },
	{ WORD_RECORD, "recid=", 0 },
	{ WORD_PIECE, "piece handle=", 6 },
	{ WORD_COMMENT, "=NONE", 1 },
	{ WORD_COMMENT, "=API Version", 1 },
	{ WORD_COPY, "output file name=", 0 },
	{ WORD_COPY, "output filename=", 0 },
	{ WORD_BANNER, "Release ", 0 },
	{ WORD_BANNER, ": version ", 2 },
	{ WORD_BANNER, ": Version ", 2 },
	{ WORD_MANAGER, "Recovery Manager", 0 },
	{ WORD_MANAGER, "anager", 0 },
	{ WORD_MANAGER, "Gestionnaire de r", 0 },
	{ WORD_MANAGER, "Administrador de recup", 0 },
	{ WORD_MANAGER, "Gerenciador de Recup", 0 },
	{ WORD_MANAGER, "恢复管理器", 0 },
	{ WORD_MANAGER, "\xbb\xd6\xb8\xb4\xb9\xdc\xc0\xed\xc6\xf7",
	    0 }, /* gbk */
	{ WORD_MANAGER, "復原管理", 0 },
	{ WORD_MANAGER, "\xb4_\xad\xec\xba\xde\xb2z", 0 }, /* big5 */
	{ WORD_MANAGER, "リカバリ・マネージャ", 0 },
	{ WORD_MANAGER, "\x83\x7d\x83\x6c\x81\x5b\x83\x57\x83\x83",
	    0 }, /* cp932 */
	{ WORD_MANAGER, "\xa5\xde\xa5\xcd\xa1\xbc\xa5\xb8\xa5\xe3",
	    0 }, /* euc-jp */
	{ WORD_MANAGER, "복구 관리자", 0 },
	{ WORD_MANAGER, "\xba\xb9\xb1\xb8 \xb0\xfc\xb8\xae\xc0\xda",
	    0 }, /* euc-kr */
	{ WORD_MANAGER, "Диспетчер вос", 0 },
	{ WORD_MANAGER, "\xc4\xe8\xf1\xef\xe5\xf2\xf7\xe5\xf0 \xe2\xee\xf1",
	    0 }, /* cp1251 */
	{ WORD_MANAGER, "\x84\xa8\xe1\xaf\xa5\xe2\xe7\xa5\xe0 \xa2\xae\xe1",
	    0 }, /* cp866 */
	{ WORD_CONNECTED, "connected to ", 8 },
	{ WORD_CONNECTED, "verbunden", 0 },
	{ WORD_CONNECTED, "connect\xc3", 4 },
	{ WORD_CONNECTED, "conectado", 0 },
	{ WORD_CONNECTED, "conectada", 0 },
	{ WORD_CONNECTED, "connesso", 0 },
	{ WORD_CONNECTED, "collegato a", 0 },
	{ WORD_CONNECTED, "connecté", 0 },
	{ WORD_CONNECTED, "connect\xe9", 0 }, /* cp1252 */
	{ WORD_CONNECTED, "connect\x82", 0 }, /* cp850 */
	{ WORD_CONNECTED, "连接到", 0 },
	{ WORD_CONNECTED, "\xc1\xac\xbd\xd3\xb5\xbd", 0 }, /* gbk */
	{ WORD_CONNECTED, "連線至", 0 },
	{ WORD_CONNECTED, "\xb3s\xbdu\xa6\xdc", 0 }, /* big5 */
	{ WORD_CONNECTED, "已連線", 0 },
	{ WORD_CONNECTED, "\xa4w\xb3s\xbdu", 0 }, /* big5 */
	{ WORD_CONNECTED, "接続され", 0 },
	{ WORD_CONNECTED, "\x90\xda\x91\xb1\x82\xb3\x82\xea", 0 }, /* cp932 */
	{ WORD_CONNECTED, "\xc0\xdc\xc2\xb3\xa4\xb5\xa4\xec", 0 }, /* euc-jp */
	{ WORD_CONNECTED, "接続しま", 0 },
	{ WORD_CONNECTED, "\x90\xda\x91\xb1\x82\xb5\x82\xdc", 0 }, /* cp932 */
	{ WORD_CONNECTED, "\xc0\xdc\xc2\xb3\xa4\xb7\xa4\xde", 0 }, /* euc-jp */
	{ WORD_CONNECTED, "접속", 0 },
	{ WORD_CONNECTED, "\xc1\xa2\xbc\xd3", 0 }, /* euc-kr */
	{ WORD_CONNECTED, "연결", 0 },
	{ WORD_CONNECTED, "\xbf\xac\xb0\xe1", 0 }, /* euc-kr */
	{ WORD_CONNECTED, "подключен", 0 },
	{ WORD_CONNECTED, "\xef\xee\xe4\xea\xeb\xfe\xf7\xe5\xed",
	    0 }, /* cp1251 */
	{ WORD_CONNECTED, "\xaf\xae\xa4\xaa\xab\xee\xe7\xa5\xad",
	    0 }, /* cp866 */
	{ WORD_CONNECTED, "соединен", 0 },
	{ WORD_CONNECTED, "\xf1\xee\xe5\xe4\xe8\xed\xe5\xed", 0 }, /* cp1251 */
	{ WORD_CONNECTED, "\xe1\xae\xa5\xa4\xa8\xad\xa5\xad", 0 }, /* cp866 */
	{ WORD_SYNTAX, "no syntax error", 0 },
	{ WORD_SYNTAX, "Syntaxfehler", 0 },
	{ WORD_SYNTAX, "erreur de syntaxe", 0 },
	{ WORD_SYNTAX, "erreurs de syntaxe", 0 },
	{ WORD_SYNTAX, "sintaxis", 0 },
	{ WORD_SYNTAX, "sintaxe", 0 },
	{ WORD_SYNTAX, "sintassi", 0 },
	{ WORD_SYNTAX, "语法", 0 },
	{ WORD_SYNTAX, "\xd3\xef\xb7\xa8", 0 }, /* gbk */
	{ WORD_SYNTAX, "語法", 0 },
	{ WORD_SYNTAX, "\xbby\xaak", 0 }, /* big5 */
	{ WORD_SYNTAX, "構文", 0 },
	{ WORD_SYNTAX, "\x8d\x5c\x95\xb6", 0 }, /* cp932 */
	{ WORD_SYNTAX, "\xb9\xbd\xca\xb8", 0 }, /* euc-jp */
	{ WORD_SYNTAX, "구문", 0 },
	{ WORD_SYNTAX, "\xb1\xb8\xb9\xae", 0 }, /* euc-kr */
	{ WORD_SYNTAX, "синтакс", 0 },
	{ WORD_SYNTAX, "\xf1\xe8\xed\xf2\xe0\xea\xf1", 0 }, /* cp1251 */
	{ WORD_SYNTAX, "\xe1\xa8\xad\xe2\xa0\xaa\xe1", 0 }, /* cp866 */
	{ WORD_CANCELLED, "ancel", 0 },
	{ WORD_CANCELLED, "abgebrochen", 0 },
	{ WORD_CANCELLED, "storniert", 0 },
	{ WORD_CANCELLED, "annul", 0 },
	{ WORD_CANCELLED, "Annul", 0 },
	{ WORD_CANCELLED, "取消", 0 },
	{ WORD_CANCELLED, "\xc8\xa1\xcf\xfb", 0 }, /* gbk */
	{ WORD_CANCELLED, "\x8e\xe6\x8f\xc1", 0 }, /* cp932 */
	{ WORD_CANCELLED, "\xbc\xe8\xbe\xc3", 0 }, /* euc-jp */
	{ WORD_CANCELLED, "\xa8\xfa\xae\xf8", 0 }, /* big5 */
	{ WORD_CANCELLED, "取り消", 0 },
	{ WORD_CANCELLED, "\x8e\xe6\x82\xe8\x8f\xc1", 0 }, /* cp932 */
	{ WORD_CANCELLED, "\xbc\xe8\xa4\xea\xbe\xc3", 0 }, /* euc-jp */
	{ WORD_CANCELLED, "취소", 0 },
	{ WORD_CANCELLED, "\xc3\xeb\xbc\xd2", 0 }, /* euc-kr */
	{ WORD_CANCELLED, "отмен", 0 },
	{ WORD_CANCELLED, "\xee\xf2\xec\xe5\xed", 0 }, /* cp1251 */
	{ WORD_CANCELLED, "\xae\xe2\xac\xa5\xad", 0 }, /* cp866 */
	{ WORD_EXPIRED, "EXPIRED", 0 },
	{ WORD_EXPIRED, "EXPIR\xc3\x89", 0 },
	{ WORD_EXPIRED, "EXPIRADO", 0 },
	{ WORD_EXPIRED, "CADUCADO", 0 },
	{ WORD_EXPIRED, "VENCIDO", 0 },
	{ WORD_EXPIRED, "ABGELAUFEN", 0 },
	{ WORD_EXPIRED, "SCADUTO", 0 },
	{ WORD_VALIDATED, "alidation", 0 },
	{ WORD_VALIDATED, "alidier", 0 },
	{ WORD_VALIDATED, "alidaci", 0 },
	{ WORD_VALIDATED, "alida", 0 },
	{ WORD_VALIDATED, "VALIDATION", 0 },
	{ WORD_VALIDATED, "验证", 0 },
	{ WORD_VALIDATED, "\xd1\xe9\xd6\xa4", 0 }, /* gbk */
	{ WORD_VALIDATED, "校验", 0 },
	{ WORD_VALIDATED, "\xd0\xa3\xd1\xe9", 0 }, /* gbk */
	{ WORD_VALIDATED, "驗證", 0 },
	{ WORD_VALIDATED, "\xc5\xe7\xc3\xd2", 0 }, /* big5 */
	{ WORD_VALIDATED, "検証", 0 },
	{ WORD_VALIDATED, "\x8c\x9f\x8f\xd8", 0 }, /* cp932 */
	{ WORD_VALIDATED, "\xb8\xa1\xbe\xda", 0 }, /* euc-jp */
	{ WORD_VALIDATED, "妥当性", 0 },
	{ WORD_VALIDATED, "\x91\xc3\x93\x96\x90\xab", 0 }, /* cp932 */
	{ WORD_VALIDATED, "\xc2\xc5\xc5\xf6\xc0\xad", 0 }, /* euc-jp */
	{ WORD_VALIDATED, "검증", 0 },
	{ WORD_VALIDATED, "\xb0\xcb\xc1\xf5", 0 }, /* euc-kr */
	{ WORD_VALIDATED, "проверк", 0 },
	{ WORD_VALIDATED, "\xef\xf0\xee\xe2\xe5\xf0\xea", 0 }, /* cp1251 */
	{ WORD_VALIDATED, "\xaf\xe0\xae\xa2\xa5\xe0\xaa", 0 }, /* cp866 */
	{ WORD_PACKAGE, "DBMS_RCVMAN", 0 },
	{ WORD_PACKAGE, "DBMS_RCVCAT", 0 },
	{ WORD_PACKAGE, "DBMS_BACKUP_RESTORE", 0 },
	{ WORD_INVALID, "is an invalid response", 0 },
	{ WORD_INVALID, "Antwort", 0 },
	{ WORD_INVALID, "respuesta", 0 },
	{ WORD_INVALID, "resposta", 0 },
	{ WORD_INVALID, "risposta", 0 },
	{ WORD_INVALID, "éponse", 0 },
	{ WORD_INVALID, "\xe9ponse", 0 }, /* cp1252 */
	{ WORD_INVALID, "\x82ponse", 0 }, /* cp850 */
	{ WORD_INVALID, "응답", 0 },
	{ WORD_INVALID, "\xc0\xc0\xb4\xe4", 0 }, /* euc-kr */
	{ WORD_INVALID, "応答", 0 },
	{ WORD_INVALID, "\x89\x9e\x93\x9a", 0 }, /* cp932 */
	{ WORD_INVALID, "\xb1\xfe\xc5\xfa", 0 }, /* euc-jp */
	{ WORD_INVALID, "ответ", 0 },
	{ WORD_INVALID, "\xee\xf2\xe2\xe5\xf2", 0 }, /* cp1251 */
	{ WORD_INVALID, "\xae\xe2\xa2\xa5\xe2", 0 }, /* cp866 */
	{ WORD_INVALID, "无效的响应", 0 },
	{ WORD_INVALID, "\xce\xde\xd0\xa7\xb5\xc4\xcf\xec\xd3\xa6",
	    0 }, /* gbk */
	{ WORD_INVALID, "无效响应", 0 },
	{ WORD_INVALID, "\xce\xde\xd0\xa7\xcf\xec\xd3\xa6", 0 }, /* gbk */
	{ WORD_INVALID, "响应无效", 0 },
	{ WORD_INVALID, "\xcf\xec\xd3\xa6\xce\xde\xd0\xa7", 0 }, /* gbk */
	{ WORD_INVALID, "无效的回答", 0 },
	{ WORD_INVALID, "\xce\xde\xd0\xa7\xb5\xc4\xbb\xd8\xb4\xf0",
	    0 }, /* gbk */
	{ WORD_INVALID, "無效的回應", 0 },
	{ WORD_INVALID, "\xb5L\xae\xc4\xaa\xba\xa6^\xc0\xb3", 0 }, /* big5 */
	{ WORD_INVALID, "無効なレスポンス", 0 },
	{ WORD_INVALID,
	    "\x96\xb3\x8c\xf8\x82\xc8\x83\x8c\x83X\x83|\x83\x93\x83X",
	    0 }, /* cp932 */
	{ WORD_INVALID,
	    "\xcc\xb5\xb8\xfa\xa4\xca\xa5\xec\xa5\xb9\xa5\xdd\xa5\xf3\xa5\xb9",
	    0 }, /* euc-jp */
	{ WORD_INVALID, "無効な回答", 0 },
	{ WORD_INVALID, "\x96\xb3\x8c\xf8\x82\xc8\x89\xf1\x93\x9a",
	    0 }, /* cp932 */
	{ WORD_INVALID, "\xcc\xb5\xb8\xfa\xa4\xca\xb2\xf3\xc5\xfa",
	    0 }, /* euc-jp */
	{ WORD_ELSEWHERE, "another channel", 0 },
	{ WORD_ELSEWHERE, "anderen Kanal", 0 },
	{ WORD_ELSEWHERE, "anderem Kanal", 0 },
	{ WORD_ELSEWHERE, "autre canal", 0 },
	{ WORD_ELSEWHERE, "otro canal", 0 },
	{ WORD_ELSEWHERE, "outro canal", 0 },
	{ WORD_ELSEWHERE, "altro canale", 0 },
	{ WORD_ELSEWHERE, "另一个通道", 0 },
	{ WORD_ELSEWHERE, "\xc1\xed\xd2\xbb\xb8\xf6\xcd\xa8\xb5\xc0",
	    0 }, /* gbk */
	{ WORD_ELSEWHERE, "另一通道", 0 },
	{ WORD_ELSEWHERE, "\xc1\xed\xd2\xbb\xcd\xa8\xb5\xc0", 0 }, /* gbk */
	{ WORD_ELSEWHERE, "其他通道", 0 },
	{ WORD_ELSEWHERE, "\xc6\xe4\xcb\xfb\xcd\xa8\xb5\xc0", 0 }, /* gbk */
	{ WORD_ELSEWHERE, "其它通道", 0 },
	{ WORD_ELSEWHERE, "\xc6\xe4\xcb\xfc\xcd\xa8\xb5\xc0", 0 }, /* gbk */
	{ WORD_ELSEWHERE, "別のチャネル", 0 },
	{ WORD_ELSEWHERE, "\x95\xca\x82\xcc\x83`\x83\x83\x83l\x83\x8b",
	    0 }, /* cp932 */
	{ WORD_ELSEWHERE, "\xca\xcc\xa4\xce\xa5\xc1\xa5\xe3\xa5\xcd\xa5\xeb",
	    0 }, /* euc-jp */
	{ WORD_ELSEWHERE, "他のチャネル", 0 },
	{ WORD_ELSEWHERE, "\x91\xbc\x82\xcc\x83`\x83\x83\x83l\x83\x8b",
	    0 }, /* cp932 */
	{ WORD_ELSEWHERE, "\xc2\xbe\xa4\xce\xa5\xc1\xa5\xe3\xa5\xcd\xa5\xeb",
	    0 }, /* euc-jp */
	{ WORD_ELSEWHERE, "다른 채널", 0 },
	{ WORD_ELSEWHERE, "\xb4\xd9\xb8\xa5 \xc3\xa4\xb3\xce", 0 }, /* euc-kr */
	{ WORD_ELSEWHERE, "другом канале", 0 },
	{ WORD_ELSEWHERE, "\xe4\xf0\xf3\xe3\xee\xec \xea\xe0\xed\xe0\xeb\xe5",
	    0 }, /* cp1251 */
	{ WORD_ELSEWHERE, "\xa4\xe0\xe3\xa3\xae\xac \xaa\xa0\xad\xa0\xab\xa5",
	    0 }, /* cp866 */
	{ WORD_ELSEWHERE, "другому каналу", 0 },
	{ WORD_ELSEWHERE,
	    "\xe4\xf0\xf3\xe3\xee\xec\xf3 \xea\xe0\xed\xe0\xeb\xf3",
	    0 }, /* cp1251 */
	{ WORD_ELSEWHERE,
	    "\xa4\xe0\xe3\xa3\xae\xac\xe3 \xaa\xa0\xad\xa0\xab\xe3",
	    0 }, /* cp866 */
	{ WORD_SPOOL, "pooling", 0 },
	{ WORD_SPOOL, "spool", 0 },
	{ WORD_SPOOL, "SPOOL", 0 },
	{ WORD_SPOOL, "Spool", 0 },
	{ WORD_STATUS_FAILED, "FAILED", 0 },
	{ WORD_STATUS_OK, " OK ", 0 },
	{ WORD_RULER, "---- ------", 0 },
	{ WORD_CRITICAL, "CRITICAL", 0 },
	{ WORD_CORRUPT, "one or more corrupt blocks", 0 },
	{ WORD_MARK, "[backupexec: ", 0 },
	{ WORD_HOST, "host command complete", 0 },
	{ WORD_KIND, "full datafile", 0 },
	{ WORD_KIND, "incremental level ", 0 },
	{ WORD_KIND, "datafile copy", 9 },
	{ WORD_KIND, "archived log backup", 10 },
	{ WORD_KIND, "archive log backup", 9 },
	{ WORD_KIND, "archivelog backup", 8 },
	{ WORD_KIND, "current control", 11 },
	{ WORD_KIND, "SPFILE Autobackup", 0 },
	{ WORD_KIND, "Starting valid", 0 },
	{ WORD_KIND, "Crosschecked ", 0 },
	{ WORD_KIND, "Deleted ", 0 },
};

/* "cancelled": what? */
static const char *const no_files[] = {
	"files to backup", "files were skipped", "Datei", "fichier", "archivos",
	"ficheros", "arquivos", "file da ", "i file", "文件",
	"\xce\xc4\xbc\xfe",                       /* gbk */
	"檔案", "\xc0\xc9\xae\xd7",               /* big5 */
	"ファイル", "\x83t\x83@\x83\x43\x83\x8b", /* cp932 */
	"\xa5\xd5\xa5\xa1\xa5\xa4\xa5\xeb",       /* euc-jp */
	"파일", "\xc6\xc4\xc0\xcf",               /* euc-kr */
	"файл", "\xf4\xe0\xe9\xeb",               /* cp1251 */
	"\xe4\xa0\xa9\xab",                       /* cp866 */
};

static const char *const finished[] = {
	"omplet", "ermin", "onclu", "geschlossen", "eendet", "inaliz", "完成",
	"\xcd\xea\xb3\xc9",                   /* gbk */
	"\xa7\xb9\xa6\xa8",                   /* big5 */
	"完了", "\x8a\xae\x97\xb9",           /* cp932 */
	"\xb4\xb0\xce\xbb",                   /* euc-jp */
	"완료", "\xbf\xcf\xb7\xe1",           /* euc-kr */
	"заверш", "\xe7\xe0\xe2\xe5\xf0\xf8", /* cp1251 */
	"\xa7\xa0\xa2\xa5\xe0\xe8",           /* cp866 */
};

static const char *const failed[] = {
	"failed", "fehlgeschlagen", "chec d", "chou", "fallid", "falha",
	"falhou", "fallita", "non riuscita", "ha fallado", "ha habido un fallo",
	"Fallo", "失败", "\xca\xa7\xb0\xdc",         /* gbk */
	"失敗", "\xa5\xa2\xb1\xd1",                  /* big5 */
	"\x8e\xb8\x94s",                             /* cp932 */
	"\xbc\xba\xc7\xd4",                          /* euc-jp */
	"실패", "\xbd\xc7\xc6\xd0",                  /* euc-kr */
	"неудач", "\xed\xe5\xf3\xe4\xe0\xf7",        /* cp1251 */
	"\xad\xa5\xe3\xa4\xa0\xe7",                  /* cp866 */
	"сбой", "\xf1\xe1\xee\xe9",                  /* cp1251 */
	"\xe1\xa1\xae\xa9",                          /* cp866 */
	"не выпол", "\xed\xe5 \xe2\xfb\xef\xee\xeb", /* cp1251 */
	"\xad\xa5 \xa2\xeb\xaf\xae\xab",             /* cp866 */
	"не прой", "\xed\xe5 \xef\xf0\xee\xe9",      /* cp1251 */
	"\xad\xa5 \xaf\xe0\xae\xa9",                 /* cp866 */
};

static const char *const warning[] = {
	"WARNING", "warning", "Warning", "WARNUNG", "Warnung", "AVERTISSEMENT",
	"Avertissement", "ADVERTENCIA", "Advertencia", "AVISO", "Aviso",
	"AVVERTENZA", "Avvertenza", "ATTENZIONE", "警告",
	"\xbe\xaf\xb8\xe6",         /* gbk */
	"\xc4\xb5\xa7i",            /* big5 */
	"\x8cx\x8d\x90",            /* cp932 */
	"\xb7\xd9\xb9\xf0",         /* euc-jp */
	"경고", "\xb0\xe6\xb0\xed", /* euc-kr */
	"ПРЕДУПРЕЖДЕНИЕ",
	"\xcf\xd0\xc5\xc4\xd3\xcf\xd0\xc5\xc6\xc4\xc5\xcd\xc8\xc5", /* cp1251 */
	"\x8f\x90\x85\x84\x93\x8f\x90\x85\x86\x84\x85\x8d\x88\x85", /* cp866 */
	"Предупреждение",
	"\xcf\xf0\xe5\xe4\xf3\xef\xf0\xe5\xe6\xe4\xe5\xed\xe8\xe5", /* cp1251 */
	"\x8f\xe0\xa5\xa4\xe3\xaf\xe0\xa5\xa6\xa4\xa5\xad\xa8\xa5", /* cp866 */
	"предупреждение",
	"\xef\xf0\xe5\xe4\xf3\xef\xf0\xe5\xe6\xe4\xe5\xed\xe8\xe5", /* cp1251 */
	"\xaf\xe0\xa5\xa4\xe3\xaf\xe0\xa5\xa6\xa4\xa5\xad\xa8\xa5", /* cp866 */
};

static uint32_t
window_at(const char *bytes)
{
	uint32_t window;

	memcpy(&window, bytes, WINDOW);
	return window;
}

static uint32_t
bucket_of(uint32_t window)
{
	return (window * UINT32_C(0x9e3779b1)) >> HASH_SHIFT;
}

void
lexicon_init(struct lexicon *lexicon)
{
	static_assert(COUNT_OF(table) <= LEXICON_MOST, "bytes count them");

	memset(lexicon, 0, sizeof(*lexicon));
	for (size_t i = 0; i < COUNT_OF(table); i++) {
		uint32_t bucket = bucket_of(
		    window_at(table[i].text + table[i].window));

		lexicon->length[i] = (unsigned char)strlen(table[i].text);
		lexicon->next[i] = lexicon->first[bucket];
		lexicon->first[bucket] = (unsigned char)(i + 1);
	}
}

/* Which words of a bucket stand with their window at `at`? */
static uint32_t
look(const struct lexicon *lexicon, unsigned char first, const char *line,
    size_t size, size_t at)
{
	uint32_t found = 0;

	for (size_t i = first; i != 0; i = lexicon->next[i - 1]) {
		const char *text = table[i - 1].text;
		size_t window = table[i - 1].window;
		size_t length = lexicon->length[i - 1];

		if (window <= at && length <= size - (at - window) &&
		    memcmp(line + at - window, text, length) == 0)
			found |= table[i - 1].bit;
	}
	return found;
}

/* The next place from `at` on where some word may be; `end`: there is none. */
static size_t
next_place(const unsigned char *first, const char *line, size_t at, size_t end)
{
	/* Four at a time: this is what a judge spends his time on. */
	for (; at + 4 <= end; at += 4) {
		const char *here = line + at;

		if ((first[bucket_of(window_at(here))] |
			first[bucket_of(window_at(here + 1))] |
			first[bucket_of(window_at(here + 2))] |
			first[bucket_of(window_at(here + 3))]) != 0)
			break;
	}
	while (at < end && first[bucket_of(window_at(line + at))] == 0)
		at++;
	return at;
}

uint32_t
lexicon_find(const struct lexicon *lexicon, const char *line, size_t size)
{
	const size_t end = size < WINDOW ? 0 : size - WINDOW + 1;
	uint32_t found = 0;
	size_t at = 0;

	while ((at = next_place(lexicon->first, line, at, end)) < end) {
		found |= look(lexicon,
		    lexicon->first[bucket_of(window_at(line + at))], line, size,
		    at);
		at++;
	}
	return found;
}

bool
lexicon_has(const char *line, size_t size, const char *text)
{
	size_t length = strlen(text);

	for (size_t at = 0; at + length <= size; at++) {
		const char *first = memchr(line + at, text[0],
		    size - length + 1 - at);

		if (first == NULL)
			return false;
		at = (size_t)(first - line);
		if (memcmp(first, text, length) == 0)
			return true;
	}
	return false;
}

static bool
has_any(const char *line, size_t size, const char *const *texts, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (lexicon_has(line, size, texts[i]))
			return true;
	}
	return false;
}

bool
lexicon_says_no_files(const char *line, size_t size)
{
	return has_any(line, size, no_files, COUNT_OF(no_files));
}

bool
lexicon_says_failed(const char *line, size_t size)
{
	return has_any(line, size, failed, COUNT_OF(failed));
}

bool
lexicon_says_warning(const char *line, size_t size)
{
	return has_any(line, size, warning, COUNT_OF(warning));
}

bool
lexicon_says_finished(const char *line, size_t size)
{
	return has_any(line, size, finished, COUNT_OF(finished));
}
