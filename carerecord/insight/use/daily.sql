-- name: claim
UPDATE use_export SET due = :next WHERE due <= :at;
