package expr

import (
	"slices"
	"time"

	"github.com/flowc/flowc/schema/facts"
)

// What is derived from a customer's orders is computed here for whoever fills rows, and for SQL: the two must agree.

// AverageOrderValue is total_spent by order_count in minor units, rounded half away from zero; 0 without orders.
func AverageOrderValue(totalSpent, orderCount int64) int64 {
	if orderCount <= 0 {
		return 0
	}
	return scaled(totalSpent, 1, orderCount)
}

// DaysSince is days_since_last_order: whole calendar days from the instant to now.
func DaysSince(t, now time.Time, zone *time.Location) facts.Value {
	return facts.Int(daysBetween(t, now, zone))
}

// MedianDays is median_days_between_orders: the median of the whole calendar days between one order and the next, of the instants at
// which orders that count (Counted) were placed. It is absent for fewer than two. Of an even number of gaps it is the mean of the two
// in the middle.
func MedianDays(placed []time.Time, zone *time.Location) facts.Value {
	if len(placed) < 2 {
		return facts.Value{}
	}
	placed = slices.SortedFunc(slices.Values(placed), time.Time.Compare)
	gaps := make([]int64, len(placed)-1)
	for i := range gaps {
		gaps[i] = daysBetween(placed[i], placed[i+1], zone)
	}
	slices.Sort(gaps)
	middle := len(gaps) / 2
	if len(gaps)%2 == 1 {
		return facts.Int(gaps[middle])
	}
	return facts.NumberOf((gaps[middle-1] + gaps[middle]) * facts.Scale / 2)
}
