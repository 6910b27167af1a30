package cutfs

import (
	"context"
	"syscall"

	"github.com/hanwen/go-fuse/v2/fs"
	"github.com/hanwen/go-fuse/v2/fuse"
)

// node shows an inode to the kernel. The kernel may forget it and ask anew.
type node struct {
	fs.Inode
	disk *Disk
	it   *inode
}

var _ = interface {
	fs.NodeLookuper
	fs.NodeGetattrer
	fs.NodeSetattrer
	fs.NodeOpener
	fs.NodeReader
	fs.NodeWriter
	fs.NodeFsyncer
	fs.NodeReaddirer
	fs.NodeCreater
	fs.NodeMkdirer
	fs.NodeLinker
	fs.NodeRenamer
	fs.NodeUnlinker
	fs.NodeRmdirer
	fs.NodeStatfser
}((*node)(nil))

func (i *inode) mode() uint32 {
	if i.folder {
		return syscall.S_IFDIR | i.perm
	}
	return syscall.S_IFREG | i.perm
}

// attr fills in what stat shows. The times stand still, so that the kernel
// never takes its cached pages for old ones.
func (i *inode) attr(out *fuse.Attr) {
	out.Ino, out.Mode, out.Nlink, out.Blksize = i.number, i.mode(), 1, blockSize
	out.Size = uint64(i.live.size)
	out.Blocks = uint64(len(i.live.blocks)) * (blockSize / 512)
}

// show gives the kernel a node for an inode.
func (n *node) show(ctx context.Context, i *inode, out *fuse.EntryOut) *fs.Inode {
	i.attr(&out.Attr)
	return n.NewInode(ctx, &node{disk: n.disk, it: i}, fs.StableAttr{Mode: i.mode(), Ino: i.number})
}

func (n *node) lock() func() {
	n.disk.mu.Lock()
	return n.disk.mu.Unlock
}

func (n *node) Lookup(ctx context.Context, name string, out *fuse.EntryOut) (*fs.Inode, syscall.Errno) {
	defer n.lock()()
	child := n.it.entries[name]
	if child == nil {
		return nil, syscall.ENOENT
	}
	return n.show(ctx, child, out), 0
}

func (n *node) Getattr(_ context.Context, _ fs.FileHandle, out *fuse.AttrOut) syscall.Errno {
	defer n.lock()()
	n.it.attr(&out.Attr)
	return 0
}

func (n *node) Setattr(_ context.Context, _ fs.FileHandle, in *fuse.SetAttrIn, out *fuse.AttrOut) syscall.Errno {
	defer n.lock()()
	if size, ok := in.GetSize(); ok {
		if err := n.disk.truncate(n.it, int64(size)); err != 0 {
			return err
		}
	}
	if mode, ok := in.GetMode(); ok {
		n.it.perm = mode & 0o7777
	}
	n.it.attr(&out.Attr)
	return 0
}

func (n *node) Open(context.Context, uint32) (fs.FileHandle, uint32, syscall.Errno) {
	return nil, 0, 0
}

func (n *node) Read(_ context.Context, _ fs.FileHandle, dest []byte, off int64) (fuse.ReadResult, syscall.Errno) {
	defer n.lock()()
	return fuse.ReadResultData(n.it.live.read(off, dest)), 0
}

func (n *node) Write(_ context.Context, _ fs.FileHandle, data []byte, off int64) (uint32, syscall.Errno) {
	defer n.lock()()
	written, err := n.disk.write(n.it, off, data)
	return uint32(written), err
}

func (n *node) Fsync(context.Context, fs.FileHandle, uint32) syscall.Errno {
	defer n.lock()()
	return n.disk.sync(n.it)
}

func (n *node) Readdir(context.Context) (fs.DirStream, syscall.Errno) {
	defer n.lock()()
	var list []fuse.DirEntry
	for name, i := range n.it.entries {
		list = append(list, fuse.DirEntry{Name: name, Mode: i.mode(), Ino: i.number})
	}
	return fs.NewListDirStream(list), 0
}

// make gives a name in this folder to an inode.
func (n *node) make(ctx context.Context, name string, i *inode, out *fuse.EntryOut) (*fs.Inode, syscall.Errno) {
	if n.it.entries[name] != nil {
		return nil, syscall.EEXIST
	}
	if err := n.disk.rename(naming{{n.it, name, i}}); err != 0 {
		return nil, err
	}
	return n.show(ctx, i, out), 0
}

func (n *node) Create(ctx context.Context, name string, _, mode uint32, out *fuse.EntryOut) (*fs.Inode, fs.FileHandle, uint32, syscall.Errno) {
	defer n.lock()()
	made, err := n.make(ctx, name, n.disk.inode(false, mode&0o7777), out)
	return made, nil, 0, err
}

func (n *node) Mkdir(ctx context.Context, name string, mode uint32, out *fuse.EntryOut) (*fs.Inode, syscall.Errno) {
	defer n.lock()()
	return n.make(ctx, name, n.disk.inode(true, mode&0o7777), out)
}

func (n *node) Link(ctx context.Context, target fs.InodeEmbedder, name string, out *fuse.EntryOut) (*fs.Inode, syscall.Errno) {
	defer n.lock()()
	return n.make(ctx, name, target.(*node).it, out)
}

func (n *node) Rename(_ context.Context, name string, parent fs.InodeEmbedder, newName string, flags uint32) syscall.Errno {
	defer n.lock()()
	if flags != 0 {
		return syscall.EINVAL
	}
	moved := n.it.entries[name]
	return n.disk.rename(naming{{n.it, name, nil}, {parent.(*node).it, newName, moved}})
}

func (n *node) Unlink(_ context.Context, name string) syscall.Errno {
	defer n.lock()()
	return n.disk.rename(naming{{n.it, name, nil}})
}

func (n *node) Rmdir(_ context.Context, name string) syscall.Errno {
	defer n.lock()()
	if len(n.it.entries[name].entries) > 0 {
		return syscall.ENOTEMPTY
	}
	return n.disk.rename(naming{{n.it, name, nil}})
}

// endless is the room of a disk whose plan names none, in blocks.
const endless = 1 << 28

func (n *node) Statfs(_ context.Context, out *fuse.StatfsOut) syscall.Errno {
	defer n.lock()()
	out.Bsize, out.Frsize, out.NameLen = blockSize, blockSize, 255
	out.Blocks, out.Bfree = endless, endless
	if room := n.disk.plan.Room; room > 0 {
		out.Blocks = uint64(room) / blockSize
		out.Bfree = uint64(max(0, room-n.disk.used())) / blockSize
	}
	out.Bavail = out.Bfree
	return 0
}
