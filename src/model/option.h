/*
 * option - a setting overridden for one connection or one strategy.
 *
 * What the names and values may be is config/setting's business.
 *
 * Thread: any.
 */
#ifndef MODEL_OPTION_H
#define MODEL_OPTION_H

enum option_scope { OPTION_CONNECTION, OPTION_STRATEGY, OPTION_SCOPES };

struct option {
	enum option_scope scope;
	const char *owner; /* the connection's or strategy's id */
	const char *name;
	const char *value;
};

#endif
