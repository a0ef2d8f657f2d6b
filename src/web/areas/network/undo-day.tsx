import { useNavigate } from 'react-router'
import { doors } from '#web/api/doors.ts'
import { useText } from '#web/i18n/text.tsx'
import { Button } from '#web/ui/button.tsx'
import { Notice } from '#web/ui/kit.tsx'
import { ProblemNotice } from '#web/view/answer.tsx'
import { useWrite } from '#web/view/read.ts'
import { keepView, useView } from '#web/view/use-view.ts'

/** What a sensor saw on a day came without an import that could be undone: it is taken back here. */
export function UndoDay({ captureId }: { readonly captureId: string }) {
  const { t } = useText()
  const undo = useWrite(doors.undoSensorDay)
  const navigate = useNavigate()
  const view = useView()
  if (!captureId.startsWith('sensor-')) return null
  return (
    <>
      {undo.error && <ProblemNotice error={undo.error} />}
      <Notice
        action={
          <Button
            kind="quiet"
            busy={undo.isPending}
            onClick={() =>
              undo.mutate(
                { params: { id: captureId }, body: { undone: true } },
                { onSuccess: () => navigate(keepView('/evidence/captures', view)) },
              )
            }
          >
            {t('sensors.undo')}
          </Button>
        }
      >
        {t('sensors.undoHint')}
      </Notice>
    </>
  )
}
