package press

import "context"

// turn lets one job at a time at a printer.
type turn chan struct{}

func newTurn() turn { return make(turn, 1) }

// take waits for the turn; it fails when ctx ends first.
func (t turn) take(ctx context.Context) error {
	select {
	case t <- struct{}{}:
		return nil
	default:
	}
	select {
	case t <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (t turn) give() { <-t }
