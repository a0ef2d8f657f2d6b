import {
  type InfiniteData,
  keepPreviousData,
  type UseInfiniteQueryResult,
  type UseQueryResult,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { ask, askTagged, type Call, type Door } from '#web/api/client.ts'
import { useView } from './use-view.ts'

export interface ReadOptions {
  readonly enabled?: boolean
  /** Asks again so often while it says so. */
  readonly every?: (data: unknown) => number | false
  /** Shows the last answer while a changed question is under way. */
  readonly keep?: boolean
  readonly staleTime?: number
}

/** Reads a door as of the day in the URL. */
export function useRead<Answer, Body>(
  door: Door<Answer, Body>,
  call: Call<Body> = {},
  options: ReadOptions = {},
): UseQueryResult<Answer, Error> {
  const { asOf } = useView()
  const asked = { ...call, query: { asOf, ...call.query } }
  return useQuery<Answer, Error>({
    queryKey: [door.path, asked],
    queryFn: ({ signal }) => ask(door, asked, signal),
    enabled: options.enabled ?? true,
    ...(options.staleTime === undefined ? {} : { staleTime: options.staleTime }),
    ...(options.every ? { refetchInterval: (query) => options.every?.(query.state.data) ?? false } : {}),
    ...(options.keep ? { placeholderData: keepPreviousData } : {}),
  })
}

/** As {@link useRead}, with the ETag that a write of what was read must name. */
export function useReadTagged<Answer, Body>(
  door: Door<Answer, Body>,
  call: Call<Body> = {},
): UseQueryResult<{ readonly answer: Answer; readonly tag: string | undefined }, Error> {
  const { asOf } = useView()
  const asked = { ...call, query: { asOf, ...call.query } }
  return useQuery({
    queryKey: [door.path, 'tagged', asked],
    queryFn: ({ signal }) => askTagged(door, asked, signal),
  })
}

interface Page<Item> {
  readonly items: readonly Item[]
  readonly next: string | null
  readonly total: number | null
}

/** Reads a list page by page. */
export function useReadPages<Answer extends Page<unknown>, Body>(
  door: Door<Answer, Body>,
  call: Call<Body> = {},
  options: {
    readonly enabled?: boolean
    readonly every?: (pages: readonly Answer[]) => number | false
  } = {},
): UseInfiniteQueryResult<InfiniteData<Answer, string | null>, Error> {
  const { asOf } = useView()
  const asked = { ...call, query: { asOf, ...call.query } }
  return useInfiniteQuery<Answer, Error, InfiniteData<Answer, string | null>, readonly unknown[], string | null>({
    queryKey: [door.path, 'pages', asked],
    queryFn: ({ signal, pageParam }) =>
      ask(door, { ...asked, query: { ...asked.query, cursor: pageParam } } as Call<Body>, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    enabled: options.enabled ?? true,
    ...(options.every ? { refetchInterval: (query) => options.every?.(query.state.data?.pages ?? []) ?? false } : {}),
    placeholderData: keepPreviousData,
  })
}

/** Writes through a door; whatever was read before is asked again, since any evidence may move any verdict. */
export function useWrite<Answer, Body>(door: Door<Answer, Body>) {
  const client = useQueryClient()
  return useMutation<Answer, Error, Call<Body>>({
    mutationFn: (call) => ask(door, call),
    onSettled: () => client.invalidateQueries(),
  })
}
