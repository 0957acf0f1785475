-- name: staff_of_that_name
-- Also one that is closed: its name is never given to somebody else.
SELECT username FROM staff_member WHERE username = :username;

-- name: open_accounts
-- Everybody with an open account, to see that nobody has a second.
SELECT account.username, account.email, account.national_id, staff_member.name, staff_role.organisation
FROM account
JOIN staff_member ON staff_member.username = account.username
LEFT JOIN staff_role ON staff_role.username = account.username
WHERE staff_member.closed_at IS NULL;

-- name: put_account
INSERT INTO account (username, user_handle, email, national_id, made_by, made_at)
VALUES (:username, :user_handle, :email, :national_id, :made_by, :made_at);

-- name: account
SELECT * FROM account WHERE username = :username;

-- name: linked_to
SELECT username FROM account WHERE national_id = :national_id;

-- name: accounts
SELECT account.*,
    (SELECT count(*) FROM account_passkey
     WHERE account_passkey.username = account.username AND revoked_at = 0) AS passkeys,
    (SELECT max(account_invitation.ends_at) FROM account_invitation
     WHERE account_invitation.username = account.username AND used_at = 0
     AND account_invitation.ends_at > :at) AS invited_until
FROM account;

-- name: forget_national_roles
DELETE FROM account_national_role WHERE national_id = :national_id;

-- name: put_national_role
INSERT INTO account_national_role (national_id, organisation, role, seen_at)
VALUES (:national_id, :organisation, :role, :seen_at)
ON CONFLICT (national_id, organisation, role) DO NOTHING;

-- name: national_roles
SELECT organisation, role FROM account_national_role WHERE national_id = :national_id;

-- name: put_invitation
INSERT INTO account_invitation (secret_sha256, username, made_by, made_at, ends_at, used_at)
VALUES (:secret_sha256, :username, :made_by, :made_at, :ends_at, 0);

-- name: use_up_invitations
UPDATE account_invitation SET used_at = :at WHERE username = :username AND used_at = 0;

-- name: live_invitation
SELECT username FROM account_invitation
WHERE secret_sha256 = :secret_sha256 AND used_at = 0 AND ends_at > :at;

-- name: use_invitation
-- Gives a row back to the first alone.
UPDATE account_invitation SET used_at = :at
WHERE secret_sha256 = :secret_sha256 AND used_at = 0 AND ends_at > :at
RETURNING username;

-- name: forget_openings
DELETE FROM account_opening WHERE ends_at <= :at;

-- name: put_opening
INSERT INTO account_opening (browser_sha256, username, invitation, ends_at)
VALUES (:browser_sha256, :username, :invitation, :ends_at);

-- name: opening
SELECT username, invitation FROM account_opening
WHERE browser_sha256 = :browser_sha256 AND ends_at > :at;

-- name: close_opening
-- Gives a row back to the first alone.
DELETE FROM account_opening WHERE browser_sha256 = :browser_sha256 AND ends_at > :at
RETURNING username, invitation;

-- name: close_openings
DELETE FROM account_opening WHERE username = :username;

-- name: forget_challenges
DELETE FROM account_challenge WHERE ends_at <= :at;

-- name: put_challenge
INSERT INTO account_challenge (challenge_sha256, ceremony, browser_sha256, ends_at)
VALUES (:challenge_sha256, :ceremony, :browser_sha256, :ends_at);

-- name: spend_challenge
-- Gives a row back to the first alone, whatever it was spent on.
DELETE FROM account_challenge WHERE challenge_sha256 = :challenge_sha256
RETURNING ceremony, browser_sha256, ends_at;

-- name: put_passkey
INSERT INTO account_passkey (
    id, username, public_key, sign_count, transports, backed_up, name, made_at, used_at, revoked_at)
VALUES (
    :id, :username, :public_key, :sign_count, :transports, :backed_up, :name, :made_at, 0, 0)
ON CONFLICT (id) DO NOTHING RETURNING id;

-- name: passkey
SELECT account_passkey.*, account.user_handle
FROM account_passkey JOIN account ON account.username = account_passkey.username
WHERE account_passkey.id = :id;

-- name: passkeys
SELECT * FROM account_passkey WHERE username = :username ORDER BY made_at, id;

-- name: count_on
-- The counter must go up, unless this device keeps none (7.2: both zero). One of two at once wins.
UPDATE account_passkey SET sign_count = :sign_count, used_at = :at
WHERE id = :id AND revoked_at = 0
AND (sign_count < :sign_count OR (sign_count = 0 AND :sign_count = 0))
RETURNING id;

-- name: revoke_passkeys
UPDATE account_passkey SET revoked_at = :at WHERE username = :username AND revoked_at = 0;
