using System.Runtime.CompilerServices;
using Avocado.Files.Diagnostics;

namespace Avocado.Formats.Compression.Lz4;

/// <summary>
/// Reads LZ4 blocks, and refuses those that break a rule for the end of a block: readers in use rely on them.
/// </summary>
internal sealed unsafe class Lz4BlockDecoder : IBlockDecoder
{
    private const int Word = sizeof(ulong);
    private const int VectorSize = 16;

    /// <summary>What a sequence of two short lengths takes at most, copied in whole vectors.</summary>
    private const int ShortInput = 1 + Lz4Format.LongLength + Lz4Format.OffsetSize;
    private const int ShortOutput = VectorSize + (3 * Word);

    /// <inheritdoc/>
    public int Decode(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        fixed (byte* input = source)
        fixed (byte* output = destination)
        {
            return Decode(input, input + source.Length, output, output + destination.Length);
        }
    }

    private static int Decode(byte* input, byte* inputEnd, byte* start, byte* end)
    {
        byte* output = start;
        byte* lastMatch = null;
        while (input < inputEnd)
        {
            int token = *input++;
            int literals = token >> Lz4Format.LengthBits;
            int length = token & Lz4Format.LongLength;
            if (literals < Lz4Format.LongLength && length < Lz4Format.LongLength
                && inputEnd - input > ShortInput && end - output >= ShortOutput)
            {
                Words.Copy16(output, input);
                input += literals;
                output += literals;
                int near = ReadOffset(input);
                // Copied by words, the bytes of a word must be there before it is read.
                if (near >= Word && near <= output - start)
                {
                    input += Lz4Format.OffsetSize;
                    lastMatch = output;
                    byte* match = output - near;
                    Words.Copy8(output, match);
                    Words.Copy8(output + Word, match + Word);
                    Words.Copy8(output + (2 * Word), match + (2 * Word));
                    output += length + Lz4Format.MinMatch;
                    continue;
                }
            }
            else
            {
                literals = ReadLength(ref input, inputEnd, literals);
                if (literals > inputEnd - input)
                {
                    throw Lz4Format.Damaged("a block ends within literals");
                }
                if (literals > end - output)
                {
                    throw TooLong();
                }
                if (inputEnd - input - literals >= VectorSize && end - output - literals >= VectorSize)
                {
                    CopyVectors(input, output, literals);
                }
                else
                {
                    Buffer.MemoryCopy(input, output, literals, literals);
                }
                input += literals;
                output += literals;
                if (input == inputEnd)
                {
                    CheckEnd(token, literals, output, lastMatch);
                    return (int)(output - start);
                }
                if (inputEnd - input < Lz4Format.OffsetSize)
                {
                    throw Lz4Format.Damaged("a block ends within an offset");
                }
            }
            int offset = ReadOffset(input);
            input += Lz4Format.OffsetSize;
            if (offset == 0 || offset > output - start)
            {
                throw Lz4Format.Damaged("a match begins before its block");
            }
            length = ReadLength(ref input, inputEnd, length) + Lz4Format.MinMatch;
            if (length > end - output)
            {
                throw TooLong();
            }
            lastMatch = output;
            CopyMatch(output, offset, length, end);
            output += length;
        }
        throw Lz4Format.Damaged("a block does not end with literals");
    }

    private static void CheckEnd(int token, int literals, byte* output, byte* lastMatch)
    {
        if ((token & Lz4Format.LongLength) != 0)
        {
            throw Lz4Format.Damaged("a block ends before a match");
        }
        if (lastMatch != null
            && (literals < Lz4Format.LastLiterals || output - lastMatch < Lz4Format.LastMatchDistance))
        {
            throw Lz4Format.Damaged("a match is too near to the end of its block");
        }
    }

    /// <summary>Reads the bytes that follow a token for a length.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int ReadLength(ref byte* input, byte* end, int length) =>
        length < Lz4Format.LongLength ? length : ReadLongLength(ref input, end);

    private static int ReadLongLength(ref byte* input, byte* end)
    {
        long length = Lz4Format.LongLength;
        int more;
        do
        {
            if (input == end)
            {
                throw Lz4Format.Damaged("a block ends within a length");
            }
            more = *input++;
            length += more;
        }
        while (more == 255);
        return length <= int.MaxValue - Lz4Format.MinMatch ? (int)length : throw TooLong();
    }

    /// <summary>Copies what is <paramref name="offset"/> bytes behind, which may be what the copy makes.</summary>
    private static void CopyMatch(byte* output, int offset, int length, byte* end)
    {
        byte* behind = output + length;
        if (offset >= VectorSize && end - behind >= VectorSize)
        {
            CopyVectors(output - offset, output, length);
            return;
        }
        if (offset >= length)
        {
            Buffer.MemoryCopy(output - offset, output, length, length);
            return;
        }
        if (offset == 1)
        {
            Unsafe.InitBlockUnaligned(output, output[-1], (uint)length);
            return;
        }
        // What repeats every three bytes repeats every nine: far enough apart to be copied by words.
        int distance = offset * ((Word + offset - 1) / offset);
        for (byte* first = output + Math.Min(distance - offset, length); output < first; output++)
        {
            *output = *(output - offset);
        }
        for (; behind - output > 0 && end - output >= Word; output += Word)
        {
            Words.Copy8(output, output - distance);
        }
        for (; output < behind; output++)
        {
            *output = *(output - distance);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int ReadOffset(byte* input) => input[0] | (input[1] << 8);

    /// <summary>Copies and then some: up to a vector more is read and written.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyVectors(byte* from, byte* to, int count)
    {
        byte* behind = to + count;
        do
        {
            Words.Copy16(to, from);
            from += VectorSize;
            to += VectorSize;
        }
        while (to < behind);
    }

    private static DamagedFormatException TooLong() => Lz4Format.Damaged("a block holds more than it should");
}
