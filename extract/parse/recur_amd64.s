#include "textflag.h"

DATA gateNumbers<>+0(SB)/4, $0.5
DATA gateNumbers<>+4(SB)/4, $-3.0
DATA gateNumbers<>+8(SB)/4, $3.0
DATA gateNumbers<>+12(SB)/4, $27.0
DATA gateNumbers<>+16(SB)/4, $9.0
GLOBL gateNumbers<>(SB), RODATA|NOPTR, $20

// GATE replaces x by gate(x); a and b are overwritten.
#define GATE(x, a, b) \
	VMULPS Y15, x, x \
	VMAXPS Y14, x, x \
	VMINPS Y13, x, x \
	VMULPS x, x, a \
	VMULPS Y11, a, b \
	VADDPS Y12, b, b \
	VADDPS Y12, a, a \
	VMULPS Y15, x, x \
	VMULPS a, x, x \
	VDIVPS b, x, x \
	VADDPS Y15, x, x

// func stepVectors(v *stepData, n int)
// Does step for n elements, n a multiple of 8.
TEXT ·stepVectors(SB), NOSPLIT, $0-16
	MOVQ v+0(FP), R15
	MOVQ n+8(FP), CX
	MOVQ 0(R15), AX   // candidate
	MOVQ 8(R15), BX   // forget
	MOVQ 16(R15), DX  // reset
	MOVQ 24(R15), SI  // before
	MOVQ 32(R15), DI  // state
	MOVQ 40(R15), R8  // x
	MOVQ 48(R15), R9  // out
	MOVQ 56(R15), R10 // vf
	MOVQ 64(R15), R11 // vr
	MOVQ 72(R15), R12 // bf
	MOVQ 80(R15), R13 // br
	VBROADCASTSS gateNumbers<>+0(SB), Y15
	VBROADCASTSS gateNumbers<>+4(SB), Y14
	VBROADCASTSS gateNumbers<>+8(SB), Y13
	VBROADCASTSS gateNumbers<>+12(SB), Y12
	VBROADCASTSS gateNumbers<>+16(SB), Y11
	SHRQ $3, CX
	JZ   stepped

next:
	VMOVUPS (SI), Y0 // before
	VMOVUPS (R10), Y1
	VMULPS Y0, Y1, Y1
	VADDPS (BX), Y1, Y1
	VADDPS (R12), Y1, Y1
	GATE(Y1, Y5, Y6)
	VMOVUPS (R11), Y2
	VMULPS Y0, Y2, Y2
	VADDPS (DX), Y2, Y2
	VADDPS (R13), Y2, Y2
	GATE(Y2, Y5, Y6)
	VMOVUPS Y1, (BX)
	VMOVUPS Y2, (DX)
	VMOVUPS (AX), Y3
	VSUBPS Y3, Y0, Y4
	VMULPS Y1, Y4, Y4
	VADDPS Y4, Y3, Y3 // new state
	VMOVUPS Y3, (DI)
	VMOVUPS (R8), Y4
	VSUBPS Y4, Y3, Y3
	VMULPS Y2, Y3, Y3
	VADDPS Y3, Y4, Y4
	VMOVUPS Y4, (R9)
	ADDQ $32, AX
	ADDQ $32, BX
	ADDQ $32, DX
	ADDQ $32, SI
	ADDQ $32, DI
	ADDQ $32, R8
	ADDQ $32, R9
	ADDQ $32, R10
	ADDQ $32, R11
	ADDQ $32, R12
	ADDQ $32, R13
	DECQ CX
	JNZ  next

stepped:
	VZEROUPPER
	RET

// func addVectors(to, from *float32, n int)
// Adds n elements, n a multiple of 8.
TEXT ·addVectors(SB), NOSPLIT, $0-24
	MOVQ to+0(FP), DI
	MOVQ from+8(FP), SI
	MOVQ n+16(FP), CX
	SHRQ $3, CX
	JZ   added

more:
	VMOVUPS (DI), Y0
	VADDPS (SI), Y0, Y0
	VMOVUPS Y0, (DI)
	ADDQ $32, DI
	ADDQ $32, SI
	DECQ CX
	JNZ  more

added:
	VZEROUPPER
	RET
