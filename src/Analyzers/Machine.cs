using Microsoft.CodeAnalysis;

namespace Kappa.Analyzers;

/// <summary>The members of .NET whose answers a replay does not get again.</summary>
internal static class Machine
{
    private static readonly string[] Databases =
        ["System.Data.IDbConnection", "System.Data.IDbCommand", "System.Data.IDataReader"];

    private static readonly string[] FileTypes =
        ["File", "Directory", "FileInfo", "DirectoryInfo", "FileStream", "DriveInfo", "FileSystemWatcher"];

    private static readonly string[] NetworkNamespaces =
    [
        "System.Net.Http", "System.Net.Sockets", "System.Net.WebSockets", "System.Net.Mail",
        "System.Net.NetworkInformation", "System.Net.Security",
    ];

    /// <summary>The rule that a member breaks; null for none.</summary>
    public static DiagnosticDescriptor? RuleOf(ISymbol member) => member.ContainingType is not { } type ? null
        : (Named(type), member.Name) switch
        {
            ("System.DateTime", "Now" or "UtcNow" or "Today") => Rules.Clock,
            ("System.DateTimeOffset", "Now" or "UtcNow") => Rules.Clock,
            ("System.Environment", "TickCount" or "TickCount64") => Rules.Clock,
            ("System.TimeProvider" or "System.Diagnostics.Stopwatch", _) => Rules.Clock,
            ("System.Random", "Shared") => Rules.Randomness,
            ("System.Random", ".ctor") => HasParameters(member) ? null : Rules.Randomness, // Else it has a seed.
            ("System.Security.Cryptography.RandomNumberGenerator", _) => Rules.Randomness,
            ("System.HashCode", _) => Rules.Randomness, // Their seed is of the process.
            ("string" or "System.StringComparer", "GetHashCode") => Rules.Randomness,
            ("System.Guid", "NewGuid" or "CreateVersion7") => Rules.NewGuid,
            ("System.Environment", "NewLine" or "Exit" or "FailFast") => null,
            ("System.Environment" or "System.Runtime.InteropServices.RuntimeInformation", _) => Rules.Machine,
            ("System.AppContext", "BaseDirectory") => Rules.Machine,
            ("System.TimeZoneInfo", "Local") => Rules.Machine,
            ("System.DateTime" or "System.DateTimeOffset", "ToLocalTime" or "LocalDateTime") => Rules.Machine,
            ("System.Globalization.CultureInfo", "CurrentCulture" or "CurrentUICulture") => Rules.Machine,
            _ => IsOutside(type, member) ? Rules.Outside : null,
        };

    /// <summary>Type and member, as in <c>DateTime.UtcNow</c>; of a constructor the type.</summary>
    public static string NameOf(ISymbol member) => member is IMethodSymbol { MethodKind: MethodKind.Constructor }
        ? $"new {member.ContainingType.Name}" : $"{member.ContainingType.Name}.{member.Name}";

    private static bool IsOutside(INamedTypeSymbol type, ISymbol member)
    {
        string space = type.ContainingNamespace?.ToDisplayString() ?? "";
        return space switch
        {
            "System.IO" => FileTypes.Contains(type.Name) || IsOpenedByPath(type, member),
            "System.Net" => type.Name is "Dns" or "WebClient" or "WebRequest" or "HttpWebRequest" or "HttpListener",
            "System.Diagnostics" => type.Name == "Process",
            "System" => type.Name == "Console" && member.Name.StartsWith("Read", StringComparison.Ordinal),
            _ => NetworkNamespaces.Contains(space) && type.TypeKind != TypeKind.Enum,
        } || type.AllInterfaces.Append(type).Any(implemented => Databases.Contains(Named(implemented)));
    }

    /// <summary><c>new StreamReader(path)</c>, but not one of a stream in memory.</summary>
    private static bool IsOpenedByPath(INamedTypeSymbol type, ISymbol member) =>
        type.Name is "StreamReader" or "StreamWriter"
        && member is IMethodSymbol { MethodKind: MethodKind.Constructor } constructor
        && constructor.Parameters.FirstOrDefault()?.Type.SpecialType == SpecialType.System_String;

    private static bool HasParameters(ISymbol member) => member is IMethodSymbol { Parameters.Length: > 0 };

    private static string Named(INamedTypeSymbol type) => type.OriginalDefinition.ToDisplayString();
}
