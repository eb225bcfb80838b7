using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Kappa.Building;

/// <summary>The names of topologies, stores, exchanges and topics.</summary>
internal static partial class Names
{
    public const int MaxChars = 64;

    /// <summary>
    /// Letters that a name cut for its length keeps; the rest is a digest, so that two long names stay two.
    /// </summary>
    private const int KeptChars = MaxChars - 9;

    public static bool IsName(string name) => NamePattern().IsMatch(name);

    public static bool IsTopic(string topic) => TopicPattern().IsMatch(topic) && topic is not ("." or "..");

    public static string CheckedStore(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return IsName(name) ? name : throw TopologyErrors.BadStoreName(name);
    }

    public static string CheckedExchange(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return IsName(name) ? name : throw TopologyErrors.BadExchangeName(name);
    }

    public static string CheckedTopic(string topic)
    {
        ArgumentNullException.ThrowIfNull(topic);
        return IsTopic(topic) ? topic : throw TopologyErrors.BadTopicName(topic);
    }

    /// <summary>Makes a name that matches <c>[a-z][a-z0-9-]{0,63}</c> of any text.</summary>
    public static string Sanitise(string text)
    {
        string name = OtherChars().Replace(text.ToLowerInvariant(), "-").Trim('-');
        if (name.Length == 0 || !char.IsAsciiLetterLower(name[0]))
        {
            name = ("x-" + name).TrimEnd('-');
        }

        return name.Length <= MaxChars ? name : $"{name[..KeptChars]}-{Digest(text)}";
    }

    private static string Digest(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 4));

    [GeneratedRegex(@"\A[a-z][a-z0-9-]{0,63}\z")]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"\A[A-Za-z0-9._-]{1,249}\z")]
    private static partial Regex TopicPattern();

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex OtherChars();
}
