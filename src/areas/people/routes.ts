import * as contract from '#contract/people.ts'
import { type Implemented, implement } from '#platform/http/implement.ts'
import type { People } from './create-people.ts'

export function peopleRoutes(people: People): Implemented[] {
  return [
    implement(contract.listPeople, async () => ({ items: await people.list() })),
    implement(contract.addPerson, ({ body, actor }) =>
      people.add({ name: body.name, departments: [body.department], by: actor }),
    ),
    implement(contract.eraseName, ({ params }) => people.eraseName(params.key)),
  ]
}
