package kiosk

import "turno/kiosk/flow"

// heardScenes are the screens of the voice.
var heardScenes = []scene{
	{"listening", func(s *stage) { s.services(); s.hear() }},
	{"listening-off", func(s *stage) { s.services(); s.hear(); s.touch(flow.Hear, flow.Off) }},
	{"listening-missing", func(s *stage) {
		s.services()
		s.in(flow.Voiced{Missing: "not_installed"})
		s.hear()
	}},
}

// hear goes to the screen of the voice, by way of the settings where the tools
// are folded.
func (s *stage) hear() {
	if _, ok := s.m.View().Button(flow.Hear); !ok {
		s.touch(flow.Settings, "")
	}
	s.touch(flow.Hear, "")
}
