// Records what Docker's own packages make of names, for test/unit/domain. Usage: go run . ../../../fixtures
package main

import (
	_ "crypto/sha256" // digests of these kinds are known only where they are linked in, as they are in Docker
	_ "crypto/sha512"
	"encoding/json"
	"os"
	"slices"

	"github.com/containerd/platforms"
	"github.com/distribution/reference"
)

type answer = map[string]any

func main() {
	var in struct{ Specifiers, Hosts, Images, References []string }
	check(json.Unmarshal(must(os.ReadFile(os.Args[1]+"/names.json")), &in))
	record := func(file string, inputs []string, ask func(string) (answer, error)) {
		var answers []answer
		for _, input := range inputs {
			a, err := ask(input)
			if err != nil {
				a = answer{"error": err.Error()}
			}
			a["input"] = input
			answers = append(answers, a)
		}
		check(os.WriteFile(os.Args[1]+file, append(must(json.MarshalIndent(answers, "", "  ")), '\n'), 0o644))
	}
	record("/containerd-platforms/v1.0.0-rc.5/parse.json", in.Specifiers, func(text string) (answer, error) {
		p, err := platforms.Parse(text)
		p = platforms.Normalize(p) // as buildx does, util/platformutil/parse.go
		return answer{"platform": p, "formatted": platforms.Format(p)}, err
	})
	record("/containerd-platforms/v1.0.0-rc.5/match.json", in.Hosts, func(host string) (answer, error) {
		matched := func(m platforms.MatchComparer) []string { // best first
			some := slices.DeleteFunc(slices.Clone(in.Images), func(i string) bool { return !m.Match(platforms.MustParse(i)) })
			slices.SortStableFunc(some, func(a, b string) int {
				if m.Less(platforms.MustParse(a), platforms.MustParse(b)) {
					return -1
				} else if m.Less(platforms.MustParse(b), platforms.MustParse(a)) {
					return 1
				}
				return 0
			})
			return some
		}
		p := platforms.MustParse(host)
		return answer{"only": matched(platforms.Only(p)), "onlyStrict": matched(platforms.OnlyStrict(p))}, nil
	})
	record("/distribution-reference/v0.6.0/parse.json", in.References, func(text string) (answer, error) {
		named, err := reference.ParseNormalizedNamed(text)
		if err != nil {
			return nil, err
		}
		return answer{"domain": reference.Domain(named), "path": reference.Path(named),
			"canonical": named.String(), "familiar": reference.FamiliarString(named)}, nil
	})
}

func must[T any](value T, err error) T { check(err); return value }
func check(err error) {
	if err != nil {
		panic(err)
	}
}
