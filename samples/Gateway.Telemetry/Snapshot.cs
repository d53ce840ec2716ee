using System.Text.Json.Serialization;

namespace Gateway.Telemetry;

/// <summary>What the machine looks like at one moment.</summary>
/// <param name="UptimeSeconds">Seconds since the kernel started.</param>
/// <param name="Load">How busy it is.</param>
/// <param name="Memory">What memory there is.</param>
/// <param name="Network">Its network interfaces, by name.</param>
internal sealed record Snapshot(
    double UptimeSeconds, LoadAverage Load, MemoryState Memory, IReadOnlyList<NetworkInterfaceState> Network);

/// <summary>Runnable tasks, averaged over 1, 5 and 15 minutes.</summary>
internal sealed record LoadAverage(double One, double Five, double Fifteen);

/// <summary>Memory in bytes; available is what programs could still get without swapping.</summary>
internal sealed record MemoryState(long TotalBytes, long AvailableBytes);

/// <summary>One network interface.</summary>
/// <param name="Name">Such as "enp0s3".</param>
/// <param name="State">The kernel's operational state: "up", "down", "dormant", "unknown", …</param>
/// <param name="ReceivedBytes">Since the interface appeared.</param>
/// <param name="SentBytes">Since the interface appeared.</param>
internal sealed record NetworkInterfaceState(string Name, string State, long ReceivedBytes, long SentBytes);

/// <summary>JSON without reflection: the compiler writes the code, so that the app can be trimmed.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Snapshot))]
internal sealed partial class SnapshotJson : JsonSerializerContext;
