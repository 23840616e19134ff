#!/bin/sh
# Makes the certificates of this folder, once, with OpenSSL 3.0: sh make.sh. They are for receivers on loopback in tests, valid
# for a hundred years but for the two whose dates are what is tested. Their keys are published here and protect nothing.
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cat > "$work/ca.cnf" <<CNF
[ca]
default_ca = one
[one]
new_certs_dir = $work
database = $work/index
serial = $work/serial
default_md = sha256
policy = any
unique_subject = no
copy_extensions = none
[any]
commonName = supplied
[authority]
basicConstraints = critical, CA:true
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[server]
basicConstraints = CA:false
extendedKeyUsage = serverAuth
subjectAltName = \${ENV::NAMES}
CNF
: > "$work/index"
echo 01 > "$work/serial"
export NAMES=DNS:shop.test

key() { openssl ecparam -name prime256v1 -genkey -noout -out "$1"; }
# issue <name> <common name> <issuer> <section> <from> <to>; a certificate issued by itself is self-signed
issue() {
  openssl req -new -key "$(keyof "$1")" -subj "/CN=$2" -out "$work/$1.csr"
  self=""
  signer="-cert $work/$3.pem"
  if [ "$1" = "$3" ]; then self="-selfsign"; signer=""; fi
  # shellcheck disable=SC2086
  openssl ca -batch -notext -config "$work/ca.cnf" -extensions "$4" -startdate "$5" -enddate "$6" \
    -keyfile "$(keyof "$3")" $signer $self -in "$work/$1.csr" -out "$work/$1.pem" 2> /dev/null
}
keyof() {
  case $1 in root | intermediate | stranger) echo "$work/$1.key" ;; *) echo server.key ;; esac
}

key "$work/root.key"
key "$work/intermediate.key"
key "$work/stranger.key"
key server.key
from=20200101000000Z
to=21200101000000Z
issue root 'Test root' root authority $from $to
issue intermediate 'Test intermediate' root authority $from $to
issue stranger 'Unknown root' stranger authority $from $to
issue valid shop.test intermediate server $from $to
issue expired shop.test intermediate server $from 20210101000000Z
issue not-yet shop.test intermediate server 21100101000000Z $to
issue unknown shop.test stranger server $from $to
issue self-signed shop.test self-signed server $from $to
NAMES=DNS:other.test
issue other-name other.test intermediate server $from $to

cp "$work/root.pem" root.pem
for one in valid expired not-yet other-name; do cat "$work/$one.pem" "$work/intermediate.pem" > "$one.pem"; done
cp "$work/valid.pem" incomplete.pem
cp "$work/self-signed.pem" self-signed.pem
cat "$work/unknown.pem" "$work/stranger.pem" > unknown-authority.pem
