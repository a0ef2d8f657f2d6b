-- A person is a pseudonymous key. The name stands apart, so that it can be erased without breaking a record.
create table people.person (
  key         text primary key check (key ~ '^[a-z0-9][a-z0-9._-]{0,63}$'),
  example     boolean not null default false,
  recorded_at timestamptz not null,
  recorded_by text
);

-- The only columns of the whole store that are ever overwritten: erasing means that the name is gone.
create table people.name (
  person       text primary key references people.person (key),
  display_name text,
  erased_at    timestamptz
);

-- To which departments a person belongs, from when on. The newest version in force on a day speaks.
create table people.membership (
  person         text not null references people.person (key),
  seq            bigint generated always as identity,
  departments    text[] not null,
  effective_from date not null,
  recorded_at    timestamptz not null,
  recorded_by    text,
  primary key (person, seq)
);
