-- Health of a WorkerPool for Argo CD (argocd-cm: resource.customizations.health.workerpool.dev_WorkerPool).
local health = {status = "Progressing", message = "Waiting for the operator to look at the pool."}
if obj.status == nil or obj.status.conditions == nil or obj.status.observedGeneration ~= obj.metadata.generation then
  return health
end
local by = {}
for _, condition in ipairs(obj.status.conditions) do
  by[condition.type] = condition
end
local function holds(type)
  return by[type] ~= nil and by[type].status == "True"
end
if by.Ready ~= nil then
  health.message = by.Ready.message
end
if holds("Stalled") then
  health.status = "Degraded"
elseif holds("Reconciling") then
  health.status = "Progressing"
elseif holds("Suspended") then
  health.status = "Suspended"
elseif holds("Ready") then
  health.status = "Healthy"
end
return health
