package voice

import "container/list"

// cache keeps the sounds used last, up to a number of bytes. It has no lock of
// its own.
type cache struct {
	limit, size int
	order       *list.List // of entry, newest first
	byKey       map[string]*list.Element
}

type entry struct {
	key string
	wav []byte
}

func newCache(limit int) cache {
	return cache{limit: limit, order: list.New(), byKey: map[string]*list.Element{}}
}

func (c *cache) get(key string) ([]byte, bool) {
	e, ok := c.byKey[key]
	if !ok {
		return nil, false
	}
	c.order.MoveToFront(e)
	return e.Value.(entry).wav, true
}

// put keeps a sound; one larger than the whole cache is not kept.
func (c *cache) put(key string, wav []byte) {
	if _, ok := c.byKey[key]; ok || len(wav) > c.limit {
		return
	}
	c.byKey[key] = c.order.PushFront(entry{key, wav})
	c.size += len(wav)
	for c.size > c.limit {
		oldest := c.order.Back()
		old := c.order.Remove(oldest).(entry)
		delete(c.byKey, old.key)
		c.size -= len(old.wav)
	}
}
