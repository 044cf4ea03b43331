package main

import (
	"github.com/flowc/flowc/lang/machine"
	"github.com/flowc/flowc/runtime/delivery"
)

// openSender opens a sender's channel; secrets come from the environment now, and are not kept.
func (c *command) openSender(s machine.Sender, connections int) (delivery.Channel, error) {
	opt := delivery.Options{Dir: c.project, Connections: connections, Now: c.now}
	if s.Kind == machine.SenderWebhook {
		url, err := c.secret(s.URL, "url")
		if err != nil {
			return nil, err
		}
		key, err := c.secret(s.Key, "secret")
		if err != nil {
			return nil, err
		}
		return delivery.OpenWebhook(url, key, opt)
	}
	url, err := c.secret(s.SMTP, "smtp")
	if err != nil {
		return nil, err
	}
	return delivery.Open(url, opt)
}
