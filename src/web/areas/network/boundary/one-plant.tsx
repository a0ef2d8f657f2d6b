import type { ReactNode } from 'react'
import type { MessageId } from '#web/i18n/text.tsx'
import { useText } from '#web/i18n/text.tsx'
import { Button } from '#web/ui/button.tsx'
import { Empty, PageHead, Panel } from '#web/ui/kit.tsx'
import { usePlants } from '#web/view/plants.ts'
import { useChangeView, useView } from '#web/view/use-view.ts'
import { BoundaryTabs } from './boundary-tabs.tsx'

/** What is told of one plant only: where none is chosen, it is asked for. */
export function OnePlant(props: { readonly title: MessageId; children(plant: string): ReactNode }) {
  const { t } = useText()
  const { plant } = useView()
  const plants = usePlants()
  const change = useChangeView()
  const only = plants.length === 1 ? plants[0]!.key : null
  const chosen = plant ?? only
  return (
    <>
      <BoundaryTabs />
      {chosen !== null ? (
        props.children(chosen)
      ) : (
        <>
          <PageHead title={t(props.title)} />
          <Panel>
            <Empty
              title={t('boundary.choosePlant')}
              action={
                <span className="row" style={{ flexWrap: 'wrap', justifyContent: 'center' }}>
                  {plants.map((one) => (
                    <Button key={one.key} onClick={() => change({ plant: one.key })}>
                      {one.name}
                    </Button>
                  ))}
                </span>
              }
            />
          </Panel>
        </>
      )}
    </>
  )
}
