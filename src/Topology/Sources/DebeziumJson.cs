using System.Text.Json;

namespace Kappa.Sources;

/// <summary>What keys and values of Debezium have in common.</summary>
internal static class DebeziumJson
{
    /// <summary>Takes off the <c>{schema, payload}</c> that Connect's JSON converter may put around.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    /// <exception cref="InvalidOperationException">It is JSON, but no object.</exception>
    public static ReadOnlySpan<byte> Unwrap(ReadOnlySpan<byte> data)
    {
        var members = new JsonMembers(data);
        ReadOnlySpan<byte> payload = default;
        bool hasSchema = false;
        while (members.Next())
        {
            if (members.Is("payload"u8) && members.Kind == JsonTokenType.StartObject)
            {
                payload = members.Value;
            }
            else if (members.Is("schema"u8))
            {
                hasSchema = true;
            }
            else
            {
                return data;
            }
        }

        return hasSchema && !payload.IsEmpty ? payload : data;
    }

    /// <summary>The names of an object's members, for messages.</summary>
    public static string NamesIn(ReadOnlySpan<byte> data)
    {
        var names = new List<string>();
        var members = new JsonMembers(data);
        while (members.Next())
        {
            names.Add(members.Name);
        }

        return names.Count == 0 ? "nothing" : string.Join(", ", names);
    }
}
