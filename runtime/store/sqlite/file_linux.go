package sqlite

import (
	"fmt"
	"syscall"
)

// networkKinds are the magic numbers of statfs(2) of file systems that are somewhere else.
var networkKinds = map[uint32]string{
	0x6969:     "NFS",
	0x517B:     "SMB",
	0xFF534D42: "CIFS",
	0xFE534D42: "SMB",
	0x5346414F: "AFS",
	0x73757245: "Coda",
	0x00C36400: "Ceph",
	0x0BD00BD0: "Lustre",
	0x47504653: "GPFS",
}

// networkFileSystem names the network file system that a folder is on; empty: it is local, as far as can be told.
func networkFileSystem(dir string) (string, error) {
	var st syscall.Statfs_t
	if err := syscall.Statfs(dir, &st); err != nil {
		return "", fmt.Errorf("look at %s: %w", dir, err)
	}
	return networkKinds[uint32(st.Type)], nil
}
