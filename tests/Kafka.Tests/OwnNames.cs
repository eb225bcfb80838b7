using System.Security.Cryptography;

namespace Kappa.Logs.Tests;

/// <summary>Names that no other test on the broker has, and a log on it.</summary>
internal static class OwnNames
{
    public static string Next(string what) => $"{what}-{RandomNumberGenerator.GetHexString(10, lowercase: true)}";

    public static KafkaLog Connect(params (string Name, string Value)[] properties)
    {
        var all = properties.ToDictionary(property => property.Name, property => property.Value);
        all.TryAdd("bootstrap.servers", KafkaBroker.Bootstrap);
        return KafkaLog.Connect(new KafkaLogOptions { Properties = all });
    }
}
