package store

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/flowc/flowc/runtime/interp"
)

// random fills a value of any type that Data is made of, so that a field that is added there is met here.
func random(r *rand.Rand, v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			random(r, v.Field(i))
		}
	case reflect.Map:
		n := r.IntN(4)
		if n == 0 {
			return
		}
		v.Set(reflect.MakeMap(v.Type()))
		for range n {
			key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
			random(r, key)
			random(r, value)
			v.SetMapIndex(key, value)
		}
	case reflect.Int, reflect.Int64:
		v.SetInt([]int64{0, 1, -1, 1_772_000_000_000, math.MaxInt64, math.MinInt64, 999_999_999_999_999_999}[r.IntN(7)])
	case reflect.Bool:
		v.SetBool(r.IntN(2) == 0)
	case reflect.String:
		v.SetString([]string{"", "ask_review", "first.review", "a\"b", "<&>", "naïve", "\u2028", "x\ny", "by_rating/unhappy/end", `\`}[r.IntN(10)])
	default:
		panic("interp.Data has a field of the kind " + v.Kind().String() + "; teach it to AppendData and ParseData")
	}
}

func TestDataIsWrittenAndReadAsEncodingJSONDoes(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for range 3_000 {
		var d interp.Data
		random(r, reflect.ValueOf(&d).Elem())
		want, err := json.Marshal(&d)
		if err != nil {
			t.Fatal(err)
		}
		if got := AppendData(nil, &d); string(got) != string(want) {
			t.Fatalf("%+v\nis written %s\nwant       %s", d, got, want)
		}
		var back, wantBack interp.Data
		if err := ParseData(want, &back); err != nil {
			t.Fatalf("%s: %v", want, err)
		}
		if err := json.Unmarshal(want, &wantBack); err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(back, wantBack) {
			t.Fatalf("%s\nis read %+v\nwant    %+v", want, back, wantBack)
		}
	}
}

func TestDataOfAnotherFormIsReadOrRefused(t *testing.T) {
	for _, c := range []struct {
		text string
		ok   bool
	}{
		{`{}`, true}, {` { "t" : 7 } `, true}, {`{"t":7,"new":[1]}`, true}, {`{"p":{"a":{"t":1,"s":false}}}`, true}, {`{"g":null}`, true}, {`{"g":{"a":{"t":1}},"g":{"b":{"t":2}}}`, true},
		{``, false}, {`{`, false}, {`{"t":}`, false}, {`{"t":01}`, false}, {`{"t":"x"}`, false}, {`{"t":7}x`, false}, {`{"p":{"a":{"t":1}`, false}, {`{"t":99999999999999999999}`, false},
		{`{"v":{"a":"\u0041"}}`, true},
	} {
		var got, want interp.Data
		err := ParseData([]byte(c.text), &got)
		wantErr := json.Unmarshal([]byte(c.text), &want)
		if (err == nil) != c.ok || (wantErr == nil) != c.ok || c.ok && !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v, %v; want %+v, %v", c.text, got, err, want, wantErr)
		}
	}
}

func FuzzParseData(f *testing.F) {
	f.Add([]byte(`{"t":1,"s":2,"g":{"x":{"t":1,"e":2}},"p":{"a":{"t":1,"s":true,"k":true,"v":"b"}},"r":{"r":{"n":1,"t":2}}}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		var got, want interp.Data
		err, wantErr := ParseData(text, &got), json.Unmarshal(text, &want)
		if (err == nil) != (wantErr == nil) || err == nil && !reflect.DeepEqual(got, want) {
			t.Errorf("%q: %+v, %v; want %+v, %v", text, got, err, want, wantErr)
		}
	})
}
