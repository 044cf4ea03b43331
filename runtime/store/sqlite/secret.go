package sqlite

import (
	"context"
	"crypto/rand"
	"fmt"
)

// secretName is the one secret that a store keeps.
const secretName = "links"

// Secret is the store's own key of links and Message-IDs: 32 random bytes, made at the first call and the same ever after.
func (db *DB) Secret(ctx context.Context) ([]byte, error) {
	var secret []byte
	err := db.lease(ctx, func(c *conn) error {
		found, err := c.one(`select value from secrets where name = ?`, []any{secretName}, &secret)
		if err != nil || found {
			return err
		}
		secret = make([]byte, 32)
		if _, err := rand.Read(secret); err != nil {
			return err
		}
		_, err = c.exec(`insert into secrets (name, value) values (?, ?)`, secretName, secret)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("the store's secret: %w", err)
	}
	return secret, nil
}
