/**
 * Reads one round of SCAN inside the server and adds up what it finds, so that small keys cost no round trip and leave no
 * trace. It only reads. Answers with the next cursor; the number of keys added up; for each type and stretch of time its
 * name, the number of keys and the five sums; and the keys that are too large to be read at once, each with its type and
 * expiry.
 *
 * ARGV: cursor, keys a round, most elements, most bytes, epoch, 1 where PEXPIRETIME is known, 1 where HPEXPIRETIME is,
 * and then the stretches of time as pairs.
 *
 * Servers before 7 do not say when a key expires but in how long. Both of their answers come from one clock, so when a
 * millisecond has not passed between them, their sum is exact.
 */
export const keyScript = `
local mostElements, mostBytes, epoch = tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
local knowsExpiry, knowsFieldExpiry = ARGV[6] == '1', ARGV[7] == '1'
local call, sha1hex, tonumber, floor = redis.call, redis.sha1hex, tonumber, math.floor

local function now()
  local t = call('TIME')
  return t[1] * 1000 + floor(t[2] / 1000)
end

local function expiryOf(key)
  if knowsExpiry then return call('PEXPIRETIME', key) end
  local left = call('PTTL', key)
  if left < 0 then return left end
  while true do
    local before = now()
    left = call('PTTL', key)
    if left < 0 then return left end
    if now() == before then return before + left end
  end
end

local function windowOf(moment)
  local ahead = moment - epoch
  for i = 8, #ARGV, 2 do
    local width = tonumber(ARGV[i + 1])
    if ahead < tonumber(ARGV[i]) then return epoch + floor(ahead / width) * width end
  end
  return epoch + tonumber(ARGV[#ARGV - 1])
end

local function add(sums, hex)
  for i = 1, 5 do
    sums[i] = sums[i] + tonumber(string.sub(hex, i * 7 - 6, i * 7), 16)
  end
end

local function textOf(sums)
  return string.format('%.0f,%.0f,%.0f,%.0f,%.0f', unpack(sums))
end

local function framed(text) return #text .. ':' .. text end

local function isLarge(key, length)
  return length > mostElements or call('MEMORY', 'USAGE', key, 'SAMPLES', '0') > mostBytes
end

local read = {}

function read.string(key)
  if call('STRLEN', key) > mostBytes then return nil end
  return sha1hex(call('GET', key) or '')
end

function read.list(key)
  if isLarge(key, call('LLEN', key)) then return nil end
  local all = call('LRANGE', key, 0, -1)
  for i, each in ipairs(all) do all[i] = framed(each) end
  return sha1hex(table.concat(all))
end

function read.set(key)
  if isLarge(key, call('SCARD', key)) then return nil end
  local sums = {0, 0, 0, 0, 0}
  for _, each in ipairs(call('SMEMBERS', key)) do add(sums, sha1hex(each)) end
  return textOf(sums)
end

function read.zset(key)
  if isLarge(key, call('ZCARD', key)) then return nil end
  local sums = {0, 0, 0, 0, 0}
  local all = call('ZRANGE', key, 0, -1, 'WITHSCORES')
  for i = 1, #all, 2 do add(sums, sha1hex(struct.pack('>d', tonumber(all[i + 1])) .. all[i])) end
  return textOf(sums)
end

function read.hash(key)
  if isLarge(key, call('HLEN', key)) then return nil end
  local sums = {0, 0, 0, 0, 0}
  local all = call('HGETALL', key)
  for i = 1, #all, 2 do
    local expires = ''
    if knowsFieldExpiry then
      local at = call('HPEXPIRETIME', key, 'FIELDS', 1, all[i])[1]
      if at >= 0 then expires = string.format('%.0f', at) end
    end
    add(sums, sha1hex(framed(all[i]) .. framed(all[i + 1]) .. expires))
  end
  return textOf(sums)
end

local round = call('SCAN', ARGV[1], 'COUNT', ARGV[2])
local sums, counts, large, seen = {}, {}, {}, 0
for _, key in ipairs(round[2]) do
  local expires = expiryOf(key)
  local type = call('TYPE', key)['ok']
  if expires ~= -2 and type ~= 'none' then
    seen = seen + 1
    local value = read[type] and read[type](key)
    local at = string.format('%.0f', expires)
    if value then
      local name = type
      if expires >= 0 then name = type .. ' ' .. string.format('%.0f', windowOf(expires)) end
      if not sums[name] then sums[name], counts[name] = {0, 0, 0, 0, 0}, 0 end
      counts[name] = counts[name] + 1
      add(sums[name], sha1hex(type .. ':' .. framed(key) .. value .. ':' .. at))
    else
      large[#large + 1] = {key, type, at}
    end
  end
end
local groups = {}
for name, parts in pairs(sums) do
  local group = {name, counts[name]}
  for i = 1, 5 do group[i + 2] = string.format('%.0f', parts[i]) end
  groups[#groups + 1] = group
end
return {round[1], seen, groups, large}
`;
