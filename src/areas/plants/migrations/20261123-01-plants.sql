-- Versions only: a change is a new row with its effective and its recorded date, and nothing is overwritten.
create table plants.plant (
  plant          text not null check (plant ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  seq            bigint generated always as identity,
  name           text not null,
  local_name     jsonb,
  country        text,
  time_zone      text,
  criticality    text not null check (criticality in ('major', 'standard', 'minor')),
  onboarded_on   date,
  closed_on      date,
  -- [{kind, note}]: cannot be stopped, cannot be patched, vendor-locked, safety-certified.
  constraints    jsonb not null default '[]',
  -- Null: nobody said yet.
  hazardous      boolean,
  removed        boolean not null default false,
  example        boolean not null default false,
  effective_from date not null,
  recorded_at    timestamptz not null,
  recorded_by    text,
  primary key (plant, seq)
);

create table plants.shutdown (
  plant       text not null,
  id          text not null,
  seq         bigint generated always as identity,
  first_day   date not null,
  last_day    date not null,
  note        text,
  withdrawn   boolean not null default false,
  recorded_at timestamptz not null,
  recorded_by text,
  primary key (plant, id, seq),
  check (last_day >= first_day)
);

create table plants.company (
  seq                     bigint generated always as identity primary key,
  name                    text not null,
  time_zone               text not null,
  fiscal_year_start_month integer not null check (fiscal_year_start_month between 1 and 12),
  currency                text not null check (currency ~ '^[A-Z]{3}$'),
  example                 boolean not null default false,
  effective_from          date not null,
  recorded_at             timestamptz not null,
  recorded_by             text
);
