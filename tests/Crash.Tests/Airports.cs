using System.Text;
using System.Text.Json.Nodes;
using Kappa.Logs;

namespace Kappa.Crash.Tests;

/// <summary>Puts a table of airports in front of all flights.</summary>
internal static class Airports
{
    private static readonly string[] Codes = ["ATL", "LAX", "SFO", "ORD", "DFW", "DEN", "PHX", "LAS", "IAH", "STL"];

    public static void Load(ILogProducer producer)
    {
        foreach (string code in Codes)
        {
            byte[] key = Encoding.UTF8.GetBytes(code);
            var airport = new JsonObject
            {
                ["iata"] = code,
                ["name"] = $"{code} airport",
                ["city"] = $"City of {code}",
                ["state"] = "XX",
                ["country"] = "USA",
                ["latitude"] = 1.5,
                ["longitude"] = -1.5,
            };
            using var record = new RecordBuffer();
            record.Add(0, true, key, true, Encoding.UTF8.GetBytes(airport.ToJsonString()));
            producer.Append(new TopicPartition("airports", KeyPartitioner.Partition(key, 4)), record);
            producer.Commit();
        }
    }
}
