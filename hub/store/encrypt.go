package store

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"io"
	"os"
	"path/filepath"

	"filippo.io/age"
)

// A Recipient is whom a backup is encrypted for; an Identity opens it.
type (
	Recipient = age.Recipient
	Identity  = age.Identity
)

// Encrypt puts an encrypted copy of a file at path: whole, read back and
// durable, or not at all.
func Encrypt(from, path string, to []Recipient) error {
	tmp, err := encrypted(from, filepath.Dir(path), to)
	if err != nil {
		return err
	}
	defer os.RemoveAll(filepath.Dir(tmp))
	if err := os.Rename(tmp, path); err != nil {
		return unusable(path, "the backup can't be put in place", err)
	}
	if err := syncPath(filepath.Dir(path)); err != nil {
		return unusable(path, "the backup can't be made durable", err)
	}
	return nil
}

// Recipients reads a file of age recipients, one on each line.
func Recipients(path string) ([]age.Recipient, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, unusable(path, "the file of recipients can't be read", err)
	}
	defer f.Close()
	all, err := age.ParseRecipients(f)
	if err != nil {
		return nil, &Problem{Kind: ErrUnusable, Path: path, What: "this is no file of recipients", Err: err,
			Do: "Write one public key on each line, as age-keygen prints it (age1…)."}
	}
	return all, nil
}

// Identities reads a file of age identities, the secret halves of recipients.
func Identities(path string) ([]age.Identity, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, unusable(path, "the identity file can't be read", err)
	}
	defer f.Close()
	all, err := age.ParseIdentities(f)
	if err != nil {
		return nil, &Problem{Kind: ErrUnusable, Path: path, What: "this is no identity file", // what is in it stays out of the message
			Do: "Name the file that age-keygen wrote, with a line AGE-SECRET-KEY-…."}
	}
	return all, nil
}

// ageHeader begins every encrypted backup.
const ageHeader = "age-encryption.org/v1\n"

// Encrypted says whether a file is an encrypted backup.
func Encrypted(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	head := make([]byte, len(ageHeader))
	_, err = io.ReadFull(f, head)
	return err == nil && string(head) == ageHeader
}

// witness is a recipient that remembers for what file key it was asked, so that
// who encrypted a file can read it back without anybody's secret.
type witness struct {
	age.Recipient
	fileKey []byte
}

// WrapWithLabels forwards labels as well: recipients use them to refuse company.
func (w *witness) WrapWithLabels(fileKey []byte) ([]*age.Stanza, []string, error) {
	w.fileKey = bytes.Clone(fileKey)
	if labelled, ok := w.Recipient.(age.RecipientWithLabels); ok {
		return labelled.WrapWithLabels(fileKey)
	}
	stanzas, err := w.Wrap(fileKey)
	return stanzas, nil, err
}

// encrypted makes an encrypted, durable copy of a file in a new folder under
// dir and reads it back before it believes in it.
func encrypted(path, dir string, to []age.Recipient) (_ string, err error) {
	folder, err := os.MkdirTemp(dir, newPrefix)
	if err != nil {
		return "", unusable(dir, "the backup can't be written here", err)
	}
	defer func() {
		if err != nil {
			os.RemoveAll(folder)
		}
	}()
	out := filepath.Join(folder, filepath.Base(path)+".age")
	first := &witness{Recipient: to[0]}
	want, err := encryptFile(path, out, append([]age.Recipient{first}, to[1:]...))
	if err != nil {
		return "", unusable(out, "the backup can't be encrypted", err)
	}
	got, err := sumOf(out, age.NewInjectedFileKeyIdentity(first.fileKey))
	if err == nil && !bytes.Equal(got, want) {
		err = errors.New("it reads back otherwise than it was written")
	}
	if err != nil {
		return "", &Problem{Kind: ErrUnusable, Path: out, What: "the encrypted backup can't be read back", Err: err, Do: "Look after the disk and make another."}
	}
	return out, nil
}

// encryptFile writes the file at from, encrypted, and gives the SHA-256 of what
// it encrypted.
func encryptFile(from, to string, recipients []age.Recipient) ([]byte, error) {
	in, err := os.Open(from)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	defer out.Close()
	w, err := age.Encrypt(out, recipients...)
	if err != nil {
		return nil, err
	}
	sum := sha256.New()
	if _, err := io.Copy(io.MultiWriter(w, sum), in); err != nil {
		return nil, err
	}
	return sum.Sum(nil), errors.Join(w.Close(), out.Sync(), out.Close())
}

func sumOf(path string, identity age.Identity) ([]byte, error) {
	sum := sha256.New()
	err := decryptTo(sum, path, identity)
	return sum.Sum(nil), err
}

func decryptTo(w io.Writer, path string, identities ...age.Identity) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	r, err := age.Decrypt(f, identities...)
	if err != nil {
		return err
	}
	_, err = io.Copy(w, r)
	return err
}

// Decrypted gives a file that can be read as a backup: path itself where it is
// plain, else a decrypted copy on the disk of dir, which done gives up. The copy has no
// name: a program that is killed leaves nothing in plain behind.
func Decrypted(path, dir string, identities ...age.Identity) (plain string, done func(), err error) {
	if info, err := os.Stat(path); err == nil && info.IsDir() || !Encrypted(path) {
		return path, func() {}, nil
	}
	if len(identities) == 0 {
		return path, nil, &Problem{Kind: ErrUnusable, Path: path, What: "the backup is encrypted", Do: "Name the identity file that opens it."}
	}
	f, err := os.CreateTemp(dir, newPrefix+"*")
	if err != nil {
		return path, nil, unusable(dir, "the decrypted backup can't be written here", err)
	}
	plain = Nameless(f) // before anything is in it
	done = func() {
		_ = f.Close()
		if plain == f.Name() {
			_ = os.Remove(plain)
		}
	}
	if err := decryptTo(f, path, identities...); err != nil {
		done()
		if errors.As(err, new(*age.NoIdentityMatchError)) {
			return path, nil, &Problem{Kind: ErrUnusable, Path: path, What: "the backup is encrypted, and not for this identity", Do: "Name the identity file of one of those whom it was encrypted for."}
		}
		return path, nil, &Problem{Kind: ErrDamaged, Path: path, What: "the encrypted backup can't be opened", Err: err, Do: "Take another backup."}
	}
	return plain, done, nil
}
